import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { sameRow } from './files.ts';
import { type Git, names } from './git.ts';
import { contentOf, parseIndex } from './gitIndex.ts';
import { codeOf, namesGitFolder } from './paths.ts';
import { idLengthOf, type TreePart } from './survey.ts';
import type { TreeWorkers } from './treeWorkers.ts';

export interface UserTreeInput {
	readonly git: Git;
	readonly workers: TreeWorkers;
	readonly parts: readonly TreePart[];
	/** For each part, how the user's files lay there when they were copied. */
	readonly rows: readonly Float64Array[];
}

/** Tells what changed in the user's own tree since it was copied, whoever did it. */
export interface UserTree {
	/**
	 * Paths relative to the top, sorted; what belongs to a repository begins with its `.git/`. Files that git ignores are
	 * not looked at, nor what was read, nor anything outside of the tree.
	 */
	changed(): Promise<readonly string[]>;
}

export async function watchUserTree({ git, workers, parts, rows }: UserTreeInput): Promise<UserTree> {
	const before = await Promise.all(parts.map(bookkeepingOf));
	return {
		changed: async () => {
			const found: string[] = [];
			for (const [number, part] of parts.entries()) {
				const { root } = part.repository;
				const full = (name: string) => (part.at === '' ? name : `${part.at}/${name}`);
				const looked = await workers.run({ type: 'look', tree: root, names: part.names });
				const known = new Set(part.names);
				const old = rows[number] ?? new Float64Array();
				found.push(...part.names.filter((_, place) => !sameRow(old, looked.rows, place)).map(full));
				const listing = ['ls-files', '-z', '--others', '--exclude-standard'];
				const listed = await git.attempt(listing, { cwd: root });
				const others = listed.ok ? names(listed.output).filter((name) => !name.endsWith('/')) : [];
				found.push(...others.filter((name) => !known.has(name) && !namesGitFolder(name)).map(full));
				const now = await bookkeepingOf(part);
				const was = before[number] ?? new Map<string, string>();
				const all = [...new Set([...was.keys(), ...now.keys()])];
				found.push(...all.filter((name) => was.get(name) !== now.get(name)).map((name) => full(`.git/${name}`)));
			}
			return [...new Set(found)].sort();
		},
	};
}

/**
 * What must not change in a repository while nobody works in it. Left out is what the editor itself renews all the time:
 * what was fetched, and what the index knows about files.
 */
async function bookkeepingOf({ repository }: TreePart): Promise<Map<string, string>> {
	const { gitDir, commonDir, indexFile } = repository;
	const found = new Map<string, string>();
	for (const name of ['HEAD', 'config.worktree']) {
		await add(found, gitDir, name);
	}
	for (const name of ['config', 'packed-refs', 'hooks', 'info/exclude', 'info/attributes', 'refs/heads', 'refs/tags']) {
		await add(found, commonDir, name);
	}
	await add(found, commonDir, 'refs/stash');
	const index = await readFile(indexFile).catch(() => null);
	const parsed = index === null ? null : parseIndex(index, idLengthOf(repository));
	if (parsed !== null) {
		found.set('index', contentOf(parsed));
	}
	return found;
}

async function add(found: Map<string, string>, folder: string, name: string): Promise<void> {
	const file = path.join(folder, name);
	try {
		found.set(
			name,
			createHash('sha256')
				.update(await readFile(file))
				.digest('hex'),
		);
	} catch (error) {
		if (codeOf(error) === null) {
			throw error;
		}
		if (codeOf(error) === 'EISDIR') {
			for (const inner of await readdir(file)) {
				await add(found, folder, `${name}/${inner}`);
			}
		} else if (codeOf(error) !== 'ENOENT') {
			found.set(name, await readlink(file).catch(() => codeOf(error) ?? ''));
		}
	}
}
