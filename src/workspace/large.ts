import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, lstat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { writeRow } from './files.ts';
import type { CopyWork, KeepWork, Read, TreeResult } from './treeResult.ts';

/** Files that are never held in memory: cloned where the file system can do that, else copied by the system. */

/** Copies what was left over as too large. */
export async function copyLarge(work: CopyWork, result: TreeResult, signal: AbortSignal): Promise<readonly Read[]> {
	const read: Read[] = [];
	for (const place of result.large) {
		signal.throwIfAborted();
		const name = work.names[place] ?? '';
		const [source, target] = [path.join(work.from, name), path.join(work.to, name)];
		const stats = await lstat(source, { bigint: true });
		await copyFile(source, target, constants.COPYFILE_FICLONE);
		await utimes(target, Number(stats.atimeNs) / 1e9, Number(stats.mtimeNs) / 1e9);
		writeRow(result.copies, place, await lstat(target, { bigint: true }));
		read.push(await keep(work, place, target, ''));
	}
	return read;
}

/** Keeps the content of what was left over as too large. */
export async function keepLarge(work: KeepWork, large: readonly number[]): Promise<readonly Read[]> {
	const read: Read[] = [];
	for (const place of large) {
		read.push(await keep(work, place, path.join(work.tree, work.names[place] ?? ''), work.expected[place] ?? ''));
	}
	return read;
}

async function keep(
	{ contents, idLength }: CopyWork | KeepWork,
	place: number,
	file: string,
	expected: string,
): Promise<Read> {
	const { size } = await lstat(file);
	const hash = createHash(idLength === 20 ? 'sha1' : 'sha256').update(`blob ${size}\0`);
	for await (const chunk of createReadStream(file)) {
		hash.update(chunk as Buffer);
	}
	const id = hash.digest('hex');
	if (id === expected) {
		return { place, id, kept: null, target: null, copied: null };
	}
	const own = path.join(path.dirname(contents), `large-${id}`);
	await copyFile(file, own, constants.COPYFILE_FICLONE);
	return { place, id, kept: { file: path.basename(own), at: 0, length: size }, target: null, copied: null };
}
