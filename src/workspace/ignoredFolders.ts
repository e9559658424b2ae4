import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readlink, stat, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { FolderRule } from '../core/agent.ts';
import { type Git, names } from './git.ts';
import { codeOf, follow, namesGitFolder } from './paths.ts';
import type { TreePart } from './survey.ts';

export interface FolderInput {
	readonly git: Git;
	readonly parts: readonly TreePart[];
	/** The copy of the whole tree. */
	readonly tree: string;
	/** Whether the file system copies without reading. */
	readonly clones: boolean;
	/** By the name of a folder. */
	readonly folders: Readonly<Record<string, FolderRule>>;
	readonly signal: AbortSignal;
}

export interface FilledFolder {
	/** The repository that it lies in. */
	readonly at: string;
	/** A line for `info/exclude` of that repository: a link is no folder to git, so that its own patterns may miss it. */
	readonly pattern: string;
}

/** Makes folders that git ignores available in the copy, as the user wants it for their names. */
export async function fillFolders(input: FolderInput): Promise<readonly FilledFolder[]> {
	const { git, parts, tree, clones, folders, signal } = input;
	const wanted = new Map(
		Object.entries(folders).filter(([, rule]) => rule === 'copy' || rule === 'link' || (rule === 'clone' && clones)),
	);
	const filled: FilledFolder[] = [];
	for (const { at, repository } of wanted.size === 0 ? [] : parts) {
		const listing = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'];
		for (const name of names(await git.run(listing, { cwd: repository.root, signal }))) {
			const folder = name.replace(/\/$/, '');
			const rule = wanted.get(path.posix.basename(folder));
			if (rule === undefined || folder === name || namesGitFolder(folder)) {
				continue;
			}
			const target = path.join(tree, at, folder);
			if ((await follow(path.join(tree, at), folder)).type === 'nothing') {
				await mkdir(path.dirname(target), { recursive: true });
				await bring(rule, path.join(repository.root, folder), target, signal);
				filled.push({ at, pattern: `/${folder.replace(/[\\*?[\]! #]/g, '\\$&')}` });
			}
		}
	}
	return filled;
}

async function bring(rule: FolderRule, from: string, to: string, signal: AbortSignal): Promise<void> {
	if (rule === 'link') {
		await symlink(from, to, process.platform === 'win32' ? 'junction' : 'dir');
		return;
	}
	const mode = rule === 'clone' ? constants.COPYFILE_FICLONE_FORCE : constants.COPYFILE_FICLONE;
	await copyFolder(from, to, mode, signal);
}

/** Links are copied as they are; those of a package manager lead to places beside them. */
async function copyFolder(from: string, to: string, mode: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	await mkdir(to);
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
		if (entry.isDirectory()) {
			await copyFolder(source, target, mode, signal);
		} else if (entry.isSymbolicLink()) {
			await symlink(await readlink(source), target);
		} else if (entry.isFile()) {
			await copyFileThere(source, target, mode);
		}
	}
	await chmod(to, ((await stat(from)).mode & 0o7777) | 0o700);
}

/** Somebody may be installing at this moment: what is gone by now is left out. */
async function copyFileThere(source: string, target: string, mode: number): Promise<void> {
	try {
		const { atimeMs, mtimeMs } = await stat(source);
		await copyFile(source, target, mode);
		await utimes(target, atimeMs / 1000, mtimeMs / 1000);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') {
			throw error;
		}
	}
}
