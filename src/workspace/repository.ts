import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { type Git, type GitResult, line } from './git.ts';

/** What is known about the user's repository. All paths are absolute. */
export interface UserRepository {
	/** The top of the user's work tree. */
	readonly root: string;
	/** The folder that was asked for, relative to `root`; empty when it is the same. */
	readonly prefix: string;
	readonly indexFile: string;
	/** The second half of a split index, or `null`. */
	readonly sharedIndexFile: string | null;
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
	const version = await git.attempt(['--version'], { cwd: folder, signal });
	if (!version.ok) {
		return refused('Git could not be started. Install git and see that it is on the PATH.', version);
	}
	const ask = (...args: string[]) => git.attempt(args, { cwd: folder, signal });
	const inside = await ask('rev-parse', '--is-inside-work-tree');
	if (!inside.ok) {
		const wayOut = 'Run "git init" in it, or mend what "git status" complains about there.';
		return refused(`Git does not accept the folder as a repository. ${wayOut}`, inside);
	}
	if (line(inside.output) !== 'true') {
		return refused('The folder belongs to a bare repository or is inside ".git". Open a folder with a work tree.');
	}
	const tell = async (...args: string[]) => line(await git.run(args, { cwd: folder, signal }));
	const root = await tell('rev-parse', '--show-toplevel');
	const gitDir = await tell('rev-parse', '--absolute-git-dir');
	const atRoot = await git.attempt(['rev-parse', '--absolute-git-dir'], { cwd: root, signal });
	if (!atRoot.ok || (await realpath(line(atRoot.output))) !== (await realpath(gitDir))) {
		// A repository may claim any folder as its work tree; only one that is found from there is believed.
		return refused(
			'The work tree of the repository is elsewhere ("core.worktree"). Open the folder that holds ".git".',
		);
	}
	const prefix = (await tell('rev-parse', '--show-prefix')).replace(/\/$/, '');
	if (prefix !== '' && (await ask('check-ignore', '-q', '--', path.join(root, prefix))).ok) {
		return refused('Git ignores the folder, so that a copy would not hold it. Open another one, or stop ignoring it.');
	}
	const place = (name: string) => tell('rev-parse', '--path-format=absolute', '--git-path', name);
	const sharedIndex = await tell('rev-parse', '--path-format=absolute', '--shared-index-path');
	const branch = await ask('symbolic-ref', '-q', 'HEAD');
	const commit = await ask('rev-parse', '-q', '--verify', 'HEAD^{commit}');
	return {
		ok: true,
		repository: {
			root,
			prefix,
			indexFile: await place('index'),
			sharedIndexFile: sharedIndex === '' ? null : sharedIndex,
			objects: await place('objects'),
			objectFormat: await tell('rev-parse', '--show-object-format'),
			exclude: await place('info/exclude'),
			attributes: await place('info/attributes'),
			shallow: await place('shallow'),
			branch: branch.ok ? line(branch.output) : null,
			commit: commit.ok ? line(commit.output) : null,
			settings: await settingsOf(git, root, signal),
		},
	};
}

const settingNames = '^(core\\.(autocrlf|eol|excludesfile|attributesfile)|user\\.(name|email))$';

async function settingsOf(git: Git, root: string, signal: AbortSignal): Promise<Record<string, string>> {
	const found = await git.attempt(['config', '-z', '--get-regexp', settingNames], { cwd: root, signal });
	const settings: Record<string, string> = {};
	for (const entry of found.ok ? found.output.toString().split('\0') : []) {
		const end = entry.indexOf('\n');
		if (end > 0) {
			settings[entry.slice(0, end)] = entry.slice(end + 1);
		}
	}
	const excludes = await git.attempt(['config', '--type=path', '--get', 'core.excludesFile'], { cwd: root, signal });
	return excludes.ok ? { ...settings, 'core.excludesfile': line(excludes.output) } : settings;
}

function refused(message: string, result?: GitResult): Located {
	const said = result?.ok === false && result.said !== '' ? { said: result.said } : {};
	return { ok: false, failure: { kind: 'no-snapshot', message, ...said } };
}
