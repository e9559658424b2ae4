import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CopiedTree } from './copy.ts';
import { type Git, line } from './git.ts';
import { copyIfThere, follow } from './paths.ts';
import type { UserRepository } from './repository.ts';

export interface AgentRepositoryInput {
	readonly repository: UserRepository;
	readonly copied: CopiedTree;
	/** The copy, where the repository is made. */
	readonly tree: string;
	/** The bookkeeping beside it: its index knows every file of the copy. */
	readonly baselineGitDir: string;
	readonly signal: AbortSignal;
}

/**
 * Makes the copy a repository that stands alone: on the user's branch and commit, with the user's staged work staged.
 * History is read from the user's objects; commits, branches and stashes made here stay here. It has no remote, no
 * hook and none of the user's filters.
 */
export async function createAgentRepository(git: Git, input: AgentRepositoryInput): Promise<void> {
	const { repository, tree, baselineGitDir, signal } = input;
	const gitDir = path.join(tree, '.git');
	const own = { cwd: tree, gitDir, workTree: tree, signal };
	const init = ['init', '--quiet', '--template=', `--object-format=${repository.objectFormat}`, tree];
	await git.run(init, { cwd: tree, signal, config: { 'init.defaultBranch': 'main' } });
	const objects = [repository.objects, path.join(baselineGitDir, 'objects')];
	await writeFile(path.join(gitDir, 'objects', 'info', 'alternates'), objects.map(alternate).join(''));
	await mkdir(path.join(gitDir, 'info'), { recursive: true });
	await copyIfThere(repository.exclude, path.join(gitDir, 'info', 'exclude'));
	await copyIfThere(repository.attributes, path.join(gitDir, 'info', 'attributes'));
	await copyIfThere(repository.shallow, path.join(gitDir, 'shallow'));
	for (const [name, value] of Object.entries({ ...repository.settings, ...calm })) {
		await git.run(['config', name, value], own);
	}
	if (repository.branch !== null) {
		await git.run(['symbolic-ref', 'HEAD', repository.branch], own);
	}
	if (repository.commit !== null) {
		await git.run(
			['update-ref', repository.branch === null ? '--no-deref' : '--create-reflog', 'HEAD', repository.commit],
			own,
		);
	}
	await copyFile(path.join(baselineGitDir, 'index'), path.join(gitDir, 'index'));
	const staged = await stagedTree(git, input);
	// Keeps what the index knows about files that are as staged; forgets what is not staged.
	await git.run(staged === null ? ['read-tree', '--empty'] : ['read-tree', '-m', '-i', staged], own);
	if (input.copied.leftOut.length > 0) {
		const paths = input.copied.leftOut.map((name) => `${name}\0`).join('');
		await git.attempt(['update-index', '--skip-worktree', '-z', '--stdin'], { ...own, input: paths });
	}
	for (const name of input.copied.repositories) {
		// An empty folder is how git shows a submodule that is not checked out.
		if ((await follow(tree, name)).type === 'nothing') {
			await mkdir(path.join(tree, name), { recursive: true });
		}
	}
}

/** What would start a program, outlive the copy, or ask a person something. */
const calm: Readonly<Record<string, string>> = {
	'core.hooksPath': '/dev/null',
	'core.fsmonitor': 'false',
	'commit.gpgSign': 'false',
	'tag.gpgSign': 'false',
	'gc.auto': '0',
	'maintenance.auto': 'false',
};

/**
 * The tree of what the user has staged. In the middle of a conflicted merge there is none; then that of the commit.
 * Worked out in the bookkeeping, because writing a tree renews the time of an equal object that is within reach.
 */
async function stagedTree(git: Git, input: AgentRepositoryInput): Promise<string | null> {
	const { repository, tree, baselineGitDir, signal } = input;
	const index = path.join(baselineGitDir, 'staged-index');
	if (repository.sharedIndexFile !== null) {
		const name = path.basename(repository.sharedIndexFile);
		await copyIfThere(repository.sharedIndexFile, path.join(baselineGitDir, name));
	}
	if (await copyIfThere(repository.indexFile, index)) {
		const call = { cwd: tree, gitDir: baselineGitDir, workTree: tree, index, signal };
		const written = await git.attempt(['write-tree', '--missing-ok'], call);
		if (written.ok) {
			return line(written.output);
		}
	}
	return repository.commit === null ? null : `${repository.commit}^{tree}`;
}

/** One line of `objects/info/alternates`, quoted where git would misread it. */
function alternate(objects: string): string {
	const plain = objects.split(path.sep).join('/');
	if (!/["\n]/.test(plain)) {
		return `${plain}\n`;
	}
	return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"\n`;
}
