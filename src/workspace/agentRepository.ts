import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { layRepository } from './ownRepository.ts';
import { copyIfThere, follow } from './paths.ts';
import { rewritten } from './gitIndex.ts';
import type { TreePart } from './survey.ts';

export interface AgentRepositoryInput {
	readonly part: TreePart;
	/** The copy of this part, where the repository is made. */
	readonly tree: string;
	/** What git may know of a file without looking: the numbers for an entry of the user's index, or `null`. */
	readonly stat: (entry: number) => ArrayLike<number> | null;
	/** Lines for `info/exclude`, besides the user's own. */
	readonly excluded: readonly string[];
}

/**
 * Makes the copy a repository that stands alone: on the user's branch and commit, with the user's staged work staged and
 * the user's conflicts open. History is read from the user's objects; commits, branches and stashes made here stay here.
 * It has no remote, no hook and none of the user's filters.
 */
export async function createAgentRepository({ part, tree, stat, excluded }: AgentRepositoryInput): Promise<void> {
	const { repository, index, empty } = part;
	const gitDir = path.join(tree, '.git');
	const { branch, commit } = repository;
	await layRepository({
		gitDir,
		objectFormat: repository.objectFormat,
		alternates: [repository.objects],
		head: branch === null ? (commit ?? '') : `ref: ${branch}`,
		config: { 'core.bare': 'false', 'core.logAllRefUpdates': 'true', ...repository.settings, ...calm },
	});
	if (branch !== null && commit !== null) {
		const file = path.join(gitDir, branch);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `${commit}\n`);
	}
	await copyIfThere(repository.exclude, path.join(gitDir, 'info', 'exclude'));
	await appendFile(path.join(gitDir, 'info', 'exclude'), excluded.map((pattern) => `\n${pattern}\n`).join(''));
	await copyIfThere(repository.attributes, path.join(gitDir, 'info', 'attributes'));
	await copyIfThere(repository.shallow, path.join(gitDir, 'shallow'));
	for (const name of unfinished) {
		await copyIfThere(path.join(repository.gitDir, name), path.join(gitDir, name));
	}
	if (index !== null) {
		await writeFile(path.join(gitDir, 'index'), rewritten(index, stat));
	}
	for (const name of empty) {
		// An empty folder is how git shows a submodule that is not checked out.
		if ((await follow(tree, name)).type === 'nothing') {
			await mkdir(path.join(tree, name), { recursive: true });
		}
	}
}

/** What git goes by in the middle of a merge. A rebase is not brought along: its steps would move branches. */
const unfinished = ['MERGE_HEAD', 'MERGE_MODE', 'MERGE_MSG', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'];

/** What would start a program, outlive the copy, or ask a person something. */
const calm: Readonly<Record<string, string>> = {
	'core.hooksPath': '/dev/null',
	'core.fsmonitor': 'false',
	'commit.gpgSign': 'false',
	'tag.gpgSign': 'false',
	'gc.auto': '0',
	'maintenance.auto': 'false',
};
