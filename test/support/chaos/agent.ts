// node agent.ts SEED STEPS END
// A program that does with the folder it works in whatever comes to its mind, and dies. It tells of each step in a line.
// END: `exit:N`, `signal` (kills itself), `hang` (works no more and waits to be ended).
import { spawn, spawnSync } from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	cpSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Chance, createChance } from '../../../scripts/simulate/chance.ts';

const [seed = '1', steps = '10', end = 'exit:0'] = process.argv.slice(2);
const chance: Chance = createChance(Number(seed));
const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T;

/** Files, links and folders outside of git folders; a link is not entered. */
function everything(folder = '.'): readonly string[] {
	const found: string[] = [];
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const name = path.join(folder, entry.name);
		if (entry.name !== '.git' && found.length < 500) {
			found.push(name, ...(entry.isDirectory() ? everything(name) : []));
		}
	}
	return found;
}

const files = () => everything().filter((name) => lstatSync(name).isFile());
const folders = () => ['.', ...everything().filter((name) => lstatSync(name).isDirectory())];
const fresh = () => path.join(pick(folders()), `${pick(['new', 'Ünï', 'A b', 'x'])}-${Math.floor(chance() * 1000)}`);
const git = (...args: readonly string[]) =>
	spawnSync('git', args, { cwd: pick(['.', ...repositories()]), stdio: 'ignore' });
const repositories = () => folders().filter((name) => readdirSync(name).includes('.git'));

const deeds: Readonly<Record<string, () => unknown>> = {
	create: () => writeFileSync(fresh(), `made ${chance()}\n`),
	createBytes: () => writeFileSync(fresh(), Buffer.from([0, 255, 13, 10, chance() * 255])),
	append: () => appendFileSync(pick(files()), `more ${chance()}\n`),
	overwrite: () => writeFileSync(pick(files()), `other ${chance()}\n`),
	empty: () => truncateSync(pick(files()), 0),
	remove: () => rmSync(pick(files())),
	removeFolder: () => rmSync(pick(folders().slice(1)), { recursive: true }),
	rename: () => renameSync(pick(files()), fresh()),
	renameCase: () => {
		const name = pick(files());
		renameSync(name, path.join(path.dirname(name), path.basename(name).toUpperCase()));
	},
	renameFolder: () => renameSync(pick(folders().slice(1)), fresh()),
	swap: () => {
		const name = pick(files());
		rmSync(name);
		mkdirSync(name);
		writeFileSync(path.join(name, 'inside'), 'a folder where a file was\n');
	},
	swapBack: () => {
		const name = pick(folders().slice(1));
		rmSync(name, { recursive: true });
		writeFileSync(name, 'a file where a folder was\n');
	},
	chmod: () => chmodSync(pick(files()), pick([0o755, 0o644, 0o600, 0o444, 0o000])),
	chmodFolder: () => chmodSync(pick(folders().slice(1)), pick([0o700, 0o755, 0o555])),
	link: () => symlinkSync(pick(['..', 'a.txt', 'nowhere', '/nowhere/at/all', '../../..', ...everything()]), fresh()),
	linkForFile: () => {
		const name = pick(files());
		rmSync(name);
		symlinkSync(pick(['src', '../nowhere', 'b.txt']), name);
	},
	/** What lies behind must be the copy's own. */
	through: () => appendFileSync(pick(['link', 'absolute link', 'folder link/d.ts']), 'through a link\n'),
	copyFolder: () => cpSync(pick(folders().slice(1)), fresh(), { recursive: true, verbatimSymlinks: true }),
	add: () => git('add', '--all'),
	commit: () => git('commit', '--all', '--message=by the agent'),
	amend: () => git('commit', '--amend', '--all', '--message=amended'),
	stash: () => git('stash', '--include-untracked'),
	stashPop: () => git('stash', 'pop'),
	checkout: () => git('checkout', '-b', `branch-${Math.floor(chance() * 100)}`),
	back: () => git('checkout', '--force', 'HEAD~1'),
	reset: () => git('reset', '--hard', pick(['HEAD', 'HEAD~1'])),
	clean: () => git('clean', '-ffdx'),
	moveBranch: () => git('branch', '--force', 'main', pick(['HEAD', 'HEAD~1'])),
	removeBranch: () => git('branch', '-D', pick(['main', 'other'])),
	tag: () => git('tag', '--force', 'v1'),
	config: () =>
		git('config', pick(['user.name', 'core.hooksPath', 'core.autocrlf', 'core.fsmonitor']), pick(['x', 'true'])),
	abort: () => git(pick(['merge', 'rebase', 'cherry-pick']), '--abort'),
	goOn: () => git('-c', 'core.editor=true', 'rebase', '--continue'),
	collect: () => git('gc', '--prune=now', '--quiet'),
	pack: () => git('repack', '-a', '-d', '--quiet'),
	worktree: () => git('worktree', 'add', fresh()),
	init: () => git('init', fresh()),
	submodules: () => git('submodule', 'deinit', '--all', '--force'),
	hook: () => {
		const hooks = path.join(pick(repositories()), '.git', 'hooks');
		mkdirSync(hooks, { recursive: true });
		writeFileSync(path.join(hooks, pick(['pre-commit', 'post-checkout'])), '#!/bin/sh\necho hooked >> hooked.txt\n', {
			mode: 0o755,
		});
	},
	lock: () => writeFileSync(path.join(pick(repositories()), '.git', 'index.lock'), ''),
	withoutGit: () => rmSync(path.join(pick(repositories()), '.git'), { recursive: true, force: true }),
	/** Leaves the group and goes on writing when its parent is dead. */
	daemon: () =>
		spawn(
			process.execPath,
			['-e', "process.on('SIGTERM', () => {}); setInterval(() => require('fs').appendFileSync('daemon.txt', 'x'), 5)"],
			{ detached: true, stdio: 'ignore' },
		).unref(),
};

for (let step = 0; step < Number(steps); step++) {
	const name = pick(Object.keys(deeds));
	try {
		deeds[name]?.();
		process.stdout.write(`${name}\n`);
	} catch (error) {
		process.stdout.write(`${name} failed: ${error instanceof Error && 'code' in error ? String(error.code) : 'odd'}\n`);
	}
}
process.stdout.write('end\n', () => {
	if (end === 'signal') {
		process.kill(process.pid, 'SIGKILL');
	} else if (end === 'hang') {
		process.on('SIGTERM', () => undefined);
		setInterval(() => process.stdout.write('still here\n'), 50);
	} else {
		process.exit(Number(end.slice('exit:'.length)));
	}
});
