// node bench/worktree.ts [--files 1000,10000,100000] [--changed 0,100,10000] [--rounds 3] [--folder DIR]
// How long work in an isolated copy takes to begin, to be told, to be written and to be dropped, beside the ways that
// others go. Prints the table of docs/BENCHMARKS.md; a second table says how much room each takes.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Transaction } from '../src/workspace/transaction.ts';
import { createWorktreeWorkspace } from '../src/workspace/worktree.ts';

const { values } = parseArgs({
	options: {
		files: { type: 'string', default: '1000,10000,100000' },
		changed: { type: 'string', default: '0,100,10000' },
		rounds: { type: 'string', default: '3' },
		folder: { type: 'string', default: tmpdir() },
	},
});
const numbers = (text: string) => text.split(',').map(Number);
const steps = [
	'git status',
	'git checkout-index',
	'begin',
	'changes',
	'commit',
	'rollback',
	'git worktree add + copying',
	'git add -A (shadow)',
] as const;
type Step = (typeof steps)[number];

const top = mkdtempSync(path.join(values.folder, 'switchyard-bench-'));
const environment = {
	...process.env,
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_AUTHOR_NAME: 'B',
	GIT_AUTHOR_EMAIL: 'b@example.invalid',
	GIT_COMMITTER_NAME: 'B',
	GIT_COMMITTER_EMAIL: 'b@example.invalid',
};

function git(cwd: string, ...args: readonly string[]): void {
	execFileSync('git', args, { cwd, env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A file of 0.3 to 2.5 KB of source code, ten folders deep at most once in ten. */
function nameOf(file: number): string {
	return `packages/p${file % 100}/src/s${Math.floor(file / 100) % 10}/file${file}.ts`;
}

function createRepository(files: number): string {
	const root = path.join(top, `files-${files}`);
	for (let file = 0; file < files; file++) {
		const name = path.join(root, nameOf(file));
		if (file < 1000) {
			mkdirSync(path.dirname(name), { recursive: true });
		}
		writeFileSync(name, `// ${file}\n${`export const value = ${(file * 7919) % 104_729};\n`.repeat(10 + (file % 60))}`);
	}
	git(root, 'init', '--quiet', '--initial-branch=main');
	git(root, '-c', 'core.fsync=none', '-c', 'gc.auto=0', 'add', '--all');
	git(root, '-c', 'gc.auto=0', 'commit', '--quiet', '--message=all');
	git(root, 'repack', '-a', '-d', '--quiet');
	return root;
}

function change(root: string, from: number, count: number, files: number): void {
	for (let file = from; file < Math.min(files, from + count); file++) {
		appendFileSync(path.join(root, nameOf(file)), '// changed\n');
	}
}

function bytesBelow(folder: string): number {
	return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
		(sum, entry) => sum + lstatSync(path.join(entry.parentPath, entry.name)).size,
		0,
	);
}

async function timed(work: () => unknown): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}

async function ours(root: string, changed: number, files: number, times: Record<Step, number>): Promise<number> {
	const storage = path.join(top, 'storage');
	const worker = new URL('../src/lazy/treeWorker.ts', import.meta.url);
	const workspace = createWorktreeWorkspace({ storage, worker, environment });
	let begun: Awaited<ReturnType<typeof workspace.begin>> | null = null;
	times.begin = await timed(async () => {
		begun = await workspace.begin(root, new AbortController().signal);
	});
	const { transaction } = begun as unknown as { transaction: Transaction };
	const bytes = bytesBelow(storage);
	change(transaction.cwd, 0, changed, files);
	times.changes = await timed(() => transaction.changes());
	times.commit = await timed(async () => {
		const commit = await transaction.commit();
		if (!commit.ok) {
			throw new Error(commit.reason);
		}
	});
	times.rollback = await timed(() => transaction.rollback());
	return bytes;
}

/** The usual way: a worktree of the commit, and then the files that are not as committed. */
async function worktree(root: string, dirty: readonly string[], times: Record<Step, number>): Promise<number> {
	const copy = path.join(top, 'worktree');
	times['git worktree add + copying'] = await timed(() => {
		git(root, 'worktree', 'add', '--quiet', '--detach', copy);
		for (const name of dirty) {
			cpSync(path.join(root, name), path.join(copy, name));
		}
	});
	const bytes = bytesBelow(copy);
	git(root, 'worktree', 'remove', '--force', copy);
	return bytes;
}

/** Another usual way: everything is added to a repository beside the user's own. It isolates nothing. */
async function shadow(root: string, times: Record<Step, number>): Promise<number> {
	const gitDir = path.join(top, 'shadow.git');
	times['git add -A (shadow)'] = await timed(() => {
		git(top, 'init', '--quiet', '--bare', gitDir);
		git(root, `--git-dir=${gitDir}`, `--work-tree=${root}`, '-c', 'gc.auto=0', 'add', '--all');
	});
	const bytes = bytesBelow(gitDir);
	rmSync(gitDir, { recursive: true });
	return bytes;
}

function median(all: readonly number[]): number {
	return [...all].sort((left, right) => left - right)[Math.floor(all.length / 2)] ?? Number.NaN;
}

const rounds = Number(values.rounds);
console.log(`| files | changed | ${steps.join(' | ')} | begin / (status + checkout) |`);
console.log(`| --- | --- |${' --- |'.repeat(steps.length + 1)}`);
const room: string[] = [];
try {
	for (const files of numbers(values.files)) {
		const root = createRepository(files);
		for (const changed of numbers(values.changed).filter((count) => count <= files)) {
			const all: Record<Step, number>[] = [];
			const bytes = [0, 0, 0];
			for (let round = 0; round < rounds; round++) {
				git(root, 'checkout', '--quiet', '--force', 'HEAD');
				change(root, files - changed, changed, files);
				git(root, 'status');
				const dirty = Array.from({ length: changed }, (_, place) => nameOf(files - changed + place));
				const times = Object.fromEntries(steps.map((step) => [step, 0])) as Record<Step, number>;
				const out = path.join(top, 'out');
				times['git status'] = await timed(() => git(root, 'status', '--porcelain'));
				times['git checkout-index'] = await timed(() => git(root, 'checkout-index', '--all', `--prefix=${out}/`));
				rmSync(out, { recursive: true });
				bytes[1] = await worktree(root, dirty, times);
				bytes[2] = await shadow(root, times);
				bytes[0] = await ours(root, changed, files, times);
				all.push(times);
			}
			const of = (step: Step) => median(all.map((times) => times[step]));
			const ratio = of('begin') / (of('git status') + of('git checkout-index'));
			const cells = steps.map((step) => `${of(step).toFixed(0)} ms`);
			console.log(`| ${files} | ${changed} | ${cells.join(' | ')} | ${ratio.toFixed(2)} |`);
			room.push(`| ${files} | ${changed} | ${bytes.map((each) => `${(each / 1e6).toFixed(1)} MB`).join(' | ')} |`);
		}
		rmSync(root, { recursive: true });
	}
	console.log(`\n| files | changed | copy | worktree | shadow |\n| --- | --- | --- | --- | --- |\n${room.join('\n')}`);
	console.log(
		`\nLoad of the machine at the end: ${loadavg()
			.map((each) => each.toFixed(1))
			.join(', ')}.`,
	);
} finally {
	rmSync(top, { recursive: true, force: true });
}
