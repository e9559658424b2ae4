import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Git, line } from './git.ts';

/** Nothing of a repository's configuration or attributes starts a program, colours the output or renames its sides. */
const plainly = ['--no-ext-diff', '--no-textconv', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', '--relative'];

/**
 * What a folder holds that is not committed, as a patch in git's form: staged or not, new files too, ignored ones not.
 * Paths are relative to the folder. `null` where there is no git repository, or git can't tell. The index of the user is
 * left alone: new files are noted in a copy of it, and nothing is added to its objects.
 */
export async function pendingChanges(git: Git, folder: string): Promise<string | null> {
	const found = await git.attempt(['rev-parse', '--git-path', 'index', '--git-path', 'objects'], { cwd: folder });
	if (!found.ok) {
		return null;
	}
	const [itsIndex = '', itsObjects = ''] = line(found.output).split('\n');
	const place = await mkdtemp(path.join(tmpdir(), 'switchyard-'));
	try {
		const index = path.join(place, 'index');
		// A repository without any commit has no index yet.
		await copyFile(path.resolve(folder, itsIndex), index).catch(() => undefined);
		const objects = { to: place, from: path.resolve(folder, itsObjects) };
		const config = { 'core.quotePath': 'false', 'advice.addEmbeddedRepo': 'false' };
		const call = { cwd: folder, index, objects, config };
		// Where that does not work, what git tracks is still worth having.
		await git.attempt(['add', '--intent-to-add', '--', '.'], call);
		const head = await git.attempt(['rev-parse', '--verify', '--quiet', 'HEAD'], call);
		const base = head.ok ? head : await git.attempt(['hash-object', '-t', 'tree', '--stdin'], { ...call, input: '' });
		if (!base.ok) {
			return null;
		}
		const patch = await git.attempt(['diff', ...plainly, line(base.output), '--', '.'], call);
		return patch.ok ? patch.output.toString() : null;
	} finally {
		await rm(place, { recursive: true, force: true });
	}
}
