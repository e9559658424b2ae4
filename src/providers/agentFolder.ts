import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The first of `paths` that is there, in the folder or in one that it lies in up to the root of its repository, where
 * programs look too; `null`: none. A link counts, wherever it leads.
 */
export async function broughtBy(folder: string, paths: readonly string[]): Promise<string | null> {
	for (const path of paths) {
		if (await isThere(join(folder, path))) {
			return path;
		}
	}
	const parent = dirname(folder);
	return paths.length === 0 || parent === folder || !(await isInRepository(folder)) ? null : broughtBy(parent, paths);
}

/** Whether the folder lies below the root of a repository, and is not that root itself. */
async function isInRepository(folder: string): Promise<boolean> {
	if (await isThere(join(folder, '.git'))) {
		return false;
	}
	for (let above = dirname(folder); ; above = dirname(above)) {
		if (await isThere(join(above, '.git'))) {
			return true;
		}
		if (above === dirname(above)) {
			return false;
		}
	}
}

function isThere(path: string): Promise<boolean> {
	return lstat(path).then(
		() => true,
		() => false,
	);
}
