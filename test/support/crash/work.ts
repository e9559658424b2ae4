import {
	appendFileSync,
	chmodSync,
	linkSync,
	lutimesSync,
	mkdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createChance } from '../../../scripts/simulate/chance.ts';

function put(root: string, name: string, content: string, mode = 0o644): void {
	mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
	writeFileSync(path.join(root, name), content);
	chmodSync(path.join(root, name), mode);
}

/** Makes a folder with something of every kind. */
export function fillAt(root: string): void {
	for (const name of ['a.txt', 'b.txt', 'src/c.txt', 'src/deep/d.txt', 'src/deep/e.txt', 'other/f.txt']) {
		put(root, name, `${name}\n`);
	}
	put(root, 'run.sh', '#!/bin/sh\n', 0o755);
	put(root, 'read-only.txt', 'r\n', 0o444);
	mkdirSync(path.join(root, 'empty'), { mode: 0o750 });
	symlinkSync('a.txt', path.join(root, 'link'));
	put(root, 'twins/one', 'twin\n');
	linkSync(path.join(root, 'twins/one'), path.join(root, 'twins/two'));
	lutimesSync(path.join(root, 'link'), 1, 1_000_000_000.5);
	for (const [index, name] of ['a.txt', 'src/deep', 'src', 'empty', 'twins', '.'].entries()) {
		utimesSync(path.join(root, name), 1, 1_100_000_000.25 + index);
	}
}

const deeds: readonly ((root: string) => void)[] = [
	(root) => put(root, 'a.txt', 'agent\n'),
	(root) => put(root, 'new/er/x.txt', 'x\n'),
	(root) => unlinkSync(path.join(root, 'b.txt')),
	(root) => rmSync(path.join(root, 'src'), { recursive: true }),
	(root) => {
		rmSync(path.join(root, 'src'), { recursive: true });
		put(root, 'src', 'a file now\n');
	},
	(root) => {
		unlinkSync(path.join(root, 'b.txt'));
		put(root, 'b.txt/inside', 'a folder now\n');
	},
	(root) => chmodSync(path.join(root, 'run.sh'), 0o600),
	(root) => chmodSync(path.join(root, 'empty'), 0o777),
	(root) => renameSync(path.join(root, 'other'), path.join(root, 'moved')),
	(root) => {
		unlinkSync(path.join(root, 'link'));
		symlinkSync('src', path.join(root, 'link'));
	},
	(root) => appendFileSync(path.join(root, 'twins/two'), 'more\n'),
	(root) => unlinkSync(path.join(root, 'twins/one')),
	(root) => rmSync(path.join(root, 'empty'), { recursive: true }),
	(root) => unlinkSync(path.join(root, 'read-only.txt')),
	(root) => put(root, 'src/deep/e.txt', 'agent\n', 0o755),
	(root) => put(root, 'node_modules/p/index.js', 'p\n'),
];

/** Does what an agent might do, the same for the same seed. A deed that another one made impossible is left out. */
export function workAt(root: string, seed: number): void {
	const chance = createChance(seed);
	for (const deed of deeds) {
		if (chance() < 0.4) {
			try {
				deed(root);
			} catch (error) {
				if (!(error instanceof Error && 'code' in error)) {
					throw error;
				}
			}
		}
	}
	put(root, 'always.txt', `${seed}\n`);
}
