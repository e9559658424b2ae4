import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { below } from './inPlaceScan.ts';
import { codeOrThrow } from './inPlaceStore.ts';

/** Folders that tools fill: what is installed, and what is kept to be quicker the next time. */
const toolFolders: ReadonlySet<string> = new Set([
	'node_modules',
	'bower_components',
	'__pycache__',
	'.venv',
	'.tox',
	'.nox',
	'.mypy_cache',
	'.pytest_cache',
	'.ruff_cache',
	'.ipynb_checkpoints',
	'.gradle',
	'.cache',
	'.parcel-cache',
	'.turbo',
	'.next',
	'.nuxt',
	'.svelte-kit',
	'.terraform',
	'.git',
	'.hg',
	'.svn',
	'.jj',
]);

/** Whether a path is in a folder that tools fill, or is one. */
export function isOfTools(relative: string): boolean {
	return relative.split('/').some((part) => toolFolders.has(part));
}

/** More files than this are not listed: nobody reads a longer list, and a home folder must not be walked to its end. */
const mostPaths = 20_000;

/**
 * The files below a folder without git, relative to it, with forward slashes, sorted; the nearest ones where there are too
 * many. Without what tools fill. `null` when the folder can't be read.
 */
export async function plainPaths(folder: string): Promise<readonly string[] | null> {
	const files: string[] = [];
	let level: readonly string[] = [''];
	let read = false;
	while (level.length > 0 && files.length < mostPaths) {
		const next: string[] = [];
		for (const parent of level) {
			for (const entry of await list(path.join(folder, parent))) {
				const name = below(parent, entry.name);
				if (entry.isDirectory() && !toolFolders.has(entry.name)) {
					next.push(name);
				} else if (entry.isFile() || entry.isSymbolicLink()) {
					files.push(name);
				}
				read = true;
			}
			if (files.length >= mostPaths) {
				break;
			}
		}
		level = next;
	}
	return read ? files.slice(0, mostPaths).sort() : null;

	async function list(at: string) {
		try {
			const entries = await readdir(at, { withFileTypes: true });
			read = true;
			return entries;
		} catch (error) {
			codeOrThrow(error);
			return [];
		}
	}
}
