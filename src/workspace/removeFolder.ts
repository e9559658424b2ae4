import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Removes a folder with everything in it, also folders that were made read-only. A missing one is fine. */
export async function removeFolder(folder: string): Promise<void> {
	const options = { recursive: true, force: true } as const;
	try {
		await rm(folder, options);
	} catch {
		await makeWritable(folder);
		await rm(folder, options);
	}
}

async function makeWritable(folder: string): Promise<void> {
	const stats = await lstat(folder);
	if (!stats.isDirectory()) {
		return;
	}
	await chmod(folder, 0o700);
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) {
			await makeWritable(path.join(folder, entry.name));
		}
	}
}
