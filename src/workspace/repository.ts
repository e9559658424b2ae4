import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { type Git, GitFailed, type GitResult, line } from './git.ts';

/** What is known about a repository of the user. All paths are absolute. */
export interface UserRepository {
	/** The top of the user's work tree. */
	readonly root: string;
	/** The folder that was asked for, relative to `root`; empty when it is the same. */
	readonly prefix: string;
	readonly gitDir: string;
	/** The same as `gitDir` but in a linked worktree: what all worktrees share. */
	readonly commonDir: string;
	readonly indexFile: string;
	readonly objects: string;
	readonly objectFormat: string;
	readonly exclude: string;
	readonly attributes: string;
	readonly shallow: string;
	/** `refs/heads/…`, or `null` when detached. */
	readonly branch: string | null;
	/** `null` before the first commit. */
	readonly commit: string | null;
	/** The settings that decide what git shows as changed or ignored, and in whose name it commits. */
	readonly settings: Readonly<Record<string, string>>;
}

type Located =
	| { readonly ok: true; readonly repository: UserRepository }
	| { readonly ok: false; readonly failure: Failure };

/** Looks at the repository around `folder` without writing to it. */
export async function locateRepository(git: Git, folder: string, signal: AbortSignal): Promise<Located> {
	const isFolder = await stat(folder).then(
		(stats) => stats.isDirectory(),
		() => false,
	);
	if (!isFolder) {
		return refused('The folder does not exist. Open an existing folder.');
	}
	const ask = (...args: string[]) => git.attempt(args, { cwd: folder, signal });
	const inside = await ask('rev-parse', '--is-inside-work-tree');
	if (!inside.ok) {
		const version = await ask('--version');
		const wayOut = 'Run "git init" in it, or mend what "git status" complains about there.';
		return version.ok
			? refused(`Git does not accept the folder as a repository. ${wayOut}`, inside)
			: refused('Git could not be started. Install git and see that it is on the PATH.', version);
	}
	if (line(inside.output) !== 'true') {
		return refused('The folder belongs to a bare repository or is inside ".git". Open a folder with a work tree.');
	}
	const repository = await describe(git, folder, signal);
	const atRoot = await git.attempt(['rev-parse', '--absolute-git-dir'], { cwd: repository.root, signal });
	if (!atRoot.ok || (await realpath(line(atRoot.output))) !== (await realpath(repository.gitDir))) {
		// A repository may claim any folder as its work tree; only one that is found from there is believed.
		return refused(
			'The work tree of the repository is elsewhere ("core.worktree"). Open the folder that holds ".git".',
		);
	}
	const { root, prefix } = repository;
	if (prefix !== '' && (await ask('check-ignore', '-q', '--', path.join(root, prefix))).ok) {
		return refused('Git ignores the folder, so that a copy would not hold it. Open another one, or stop ignoring it.');
	}
	return { ok: true, repository };
}

/** The repository whose top is exactly this folder inside another one; `null` when there is none that git accepts. */
export async function nestedRepository(git: Git, folder: string, signal: AbortSignal): Promise<UserRepository | null> {
	const inside = await git.attempt(['rev-parse', '--is-inside-work-tree', '--show-toplevel'], { cwd: folder, signal });
	const [isInside, top] = inside.ok ? lines(inside.output) : [];
	if (isInside !== 'true' || top === undefined || (await realpath(top)) !== (await realpath(folder))) {
		return null;
	}
	return describe(git, folder, signal);
}

async function describe(git: Git, folder: string, signal: AbortSignal): Promise<UserRepository> {
	const call = { cwd: folder, signal };
	const plain = ['--show-toplevel', '--absolute-git-dir', '--show-object-format'];
	const places = ['index', 'objects', 'info/exclude', 'info/attributes', 'shallow'];
	const asked = places.flatMap((name) => ['--git-path', name]);
	const [facts, prefix, branch, commit, settings] = await Promise.all([
		git.run(['rev-parse', ...plain, '--path-format=absolute', '--git-common-dir', ...asked], call),
		git.run(['rev-parse', '--show-prefix'], call),
		git.attempt(['symbolic-ref', '-q', 'HEAD'], call),
		git.attempt(['rev-parse', '-q', '--verify', 'HEAD^{commit}'], call),
		settingsOf(git, folder, signal),
	]);
	const [root, gitDir, objectFormat, commonDir, ...found] = lines(facts);
	const [indexFile, objects, exclude, attributes, shallow, more] = found;
	if (root === undefined || gitDir === undefined || objectFormat === undefined || commonDir === undefined) {
		throw new GitFailed('rev-parse', 'It tells less than it was asked.');
	}
	if (shallow === undefined || more !== undefined) {
		throw new GitFailed('rev-parse', 'The path of the repository holds a line feed.');
	}
	return {
		root,
		prefix: line(prefix).replace(/\/$/, ''),
		gitDir,
		commonDir,
		indexFile: indexFile ?? '',
		objects: objects ?? '',
		objectFormat,
		exclude: exclude ?? '',
		attributes: attributes ?? '',
		shallow,
		branch: branch.ok ? line(branch.output) : null,
		commit: commit.ok ? line(commit.output) : null,
		settings,
	};
}

function lines(output: Buffer): string[] {
	return line(output).split('\n');
}

const settingNames =
	'^(core\\.(autocrlf|eol|excludesfile|attributesfile|filemode|symlinks|ignorecase|precomposeunicode)|user\\.(name|email))$';

async function settingsOf(git: Git, root: string, signal: AbortSignal): Promise<Record<string, string>> {
	const found = await git.attempt(['config', '-z', '--get-regexp', settingNames], { cwd: root, signal });
	const settings: Record<string, string> = {};
	for (const entry of found.ok ? found.output.toString().split('\0') : []) {
		const end = entry.indexOf('\n');
		if (end > 0) {
			settings[entry.slice(0, end)] = entry.slice(end + 1);
		}
	}
	for (const name of ['core.excludesfile', 'core.attributesfile']) {
		if (settings[name] !== undefined) {
			const found = await git.attempt(['config', '--type=path', '--get', name], { cwd: root, signal });
			settings[name] = found.ok ? line(found.output) : settings[name];
		}
	}
	return settings;
}

function refused(message: string, result?: GitResult): Located {
	const said = result?.ok === false && result.said !== '' ? { said: result.said } : {};
	return { ok: false, failure: { kind: 'no-snapshot', message, ...said } };
}
