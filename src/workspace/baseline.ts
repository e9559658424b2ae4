import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Git, type GitCall, line, names } from './git.ts';
import { copyIfThere, namesGitFolder } from './paths.ts';
import type { Change, FileState } from './transaction.ts';

/** A change that also knows what git calls the content before, so that it can be compared without reading it. */
export interface TrackedChange extends Change {
	/** The object id of `before`, or `null`. */
	readonly beforeId: string | null;
}

/** Remembers how a tree was. Its objects and its index are its own; nothing is read from the tree's own `.git`. */
export interface Baseline {
	readonly gitDir: string;
	/** The object id of the tree as it was. */
	readonly tree: string;
	changes(): Promise<readonly TrackedChange[]>;
}

export interface BaselineInput {
	readonly gitDir: string;
	readonly workTree: string;
	readonly objectFormat: string;
	/** Every file of the tree, also the ones that git would ignore by now. */
	readonly files: readonly string[];
	/** What is ignored besides the `.gitignore` files of the tree: `info/exclude`, and the file the user named. */
	readonly exclude: string;
	readonly excludesFile: string | undefined;
	readonly signal: AbortSignal;
}

/** Takes the whole tree as it lies there, with exactly its bytes. */
export async function takeBaseline(git: Git, input: BaselineInput): Promise<Baseline> {
	const { gitDir, workTree, signal } = input;
	const init = ['init', '--quiet', '--bare', '--template=', `--object-format=${input.objectFormat}`, gitDir];
	await git.run(init, { cwd: workTree, signal, config: { 'init.defaultBranch': 'baseline' } });
	await git.run(['config', 'core.bare', 'false'], { cwd: workTree, gitDir, signal });
	const info = path.join(gitDir, 'info');
	await mkdir(info, { recursive: true });
	await writeFile(path.join(info, 'attributes'), bytesAsTheyAre);
	await copyIfThere(input.exclude, path.join(info, 'exclude'));
	const config = input.excludesFile === undefined ? settings : { ...settings, 'core.excludesFile': input.excludesFile };
	const call: GitCall = { cwd: workTree, gitDir, workTree, config };
	await addAll(git, { ...call, signal });
	await git.run(['update-index', '--add', '-z', '--stdin'], { ...call, input: joined(input.files), signal });
	const tree = line(await git.run(['write-tree'], { ...call, signal }));
	return {
		gitDir,
		tree,
		changes: async () => {
			await addAll(git, call);
			const difference = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', tree];
			return parse(git, call, names(await git.run(difference, call)));
		},
	};
}

/** Stronger than every `.gitattributes`: no line ending, keyword, encoding or filter changes a byte. */
const bytesAsTheyAre = '* -text !eol !crlf !ident !filter !working-tree-encoding\n';

const settings: Readonly<Record<string, string>> = {
	'core.attributesFile': '/dev/null',
	'core.autocrlf': 'false',
	'core.safecrlf': 'false',
	'diff.ignoreSubmodules': 'all',
	// One pack, hardly compressed, instead of a file for each object: it lives for minutes.
	'core.bigFileThreshold': '1',
	'core.compression': '1',
	'core.fsync': 'none',
	'index.version': '2',
};

async function addAll(git: Git, call: GitCall): Promise<void> {
	const others = names(await git.run(['ls-files', '-z', '--others', '--exclude-standard'], call));
	// A repository inside the tree can't be held, and one without a commit would stop git; the same for names like ".GIT".
	const apart = others.filter((name) => name.endsWith('/') || namesGitFolder(name));
	const paths = ['.', ...apart.map((name) => `:(exclude,top,literal)${name}`)];
	const add = ['add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'];
	await git.run(add, { ...call, input: joined(paths) });
}

async function parse(git: Git, call: GitCall, fields: readonly string[]): Promise<TrackedChange[]> {
	const changes: TrackedChange[] = [];
	for (let index = 0; index + 1 < fields.length; index += 2) {
		const [before = '', after = '', beforeId = '', afterId = ''] = (fields[index] ?? '').slice(1).split(' ');
		const change = {
			path: fields[index + 1] ?? '',
			before: await state(git, call, before, beforeId),
			after: await state(git, call, after, afterId),
		};
		if (change.before !== null || change.after !== null) {
			changes.push({ ...change, beforeId: change.before === null ? null : beforeId });
		}
	}
	return changes.sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function state(git: Git, call: GitCall, mode: string, id: string): Promise<FileState | null> {
	const read = () => git.run(['cat-file', 'blob', id], call);
	if (mode === '120000') {
		return { type: 'link', target: (await read()).toString() };
	}
	return mode.startsWith('100') ? { type: 'file', executable: mode === '100755', read } : null;
}

function joined(paths: readonly string[]): string {
	return paths.map((name) => `${name}\0`).join('');
}
