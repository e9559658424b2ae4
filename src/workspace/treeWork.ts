import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { writeRow } from './files.ts';
import { createFolders, lookOrNull } from './folders.ts';
import { blobId, createStore } from './kept.ts';
import { copyFiles } from './treeCopy.ts';
import { emptyResult, type KeepWork, largest, type LookWork, type TreeResult, type TreeWork } from './treeResult.ts';

/*
 * The hard work on many files, one system call after the other: in a thread of its own it needs half the time of
 * promises, and nobody waits for it.
 */

export function perform(work: TreeWork): TreeResult {
	switch (work.type) {
		case 'copy':
			return copyFiles(work);
		case 'look':
			return lookAt(work);
		case 'keep':
			return keepFiles(work);
	}
}

function lookAt({ tree, names }: LookWork): TreeResult {
	const result = emptyResult(names.length, false);
	const folders = createFolders(tree, null);
	for (const [place, name] of names.entries()) {
		const stats = folders.ready(path.posix.dirname(name)) ? lookOrNull(path.join(tree, name)) : null;
		if (stats !== null) {
			writeRow(result.rows, place, stats);
		}
	}
	return result;
}

function keepFiles({ tree, names, expected, idLength, contents }: KeepWork): TreeResult {
	const result = emptyResult(names.length, false);
	const folders = createFolders(tree, null);
	const store = createStore(contents);
	try {
		for (const [place, name] of names.entries()) {
			const file = path.join(tree, name);
			const stats = folders.ready(path.posix.dirname(name)) ? lookOrNull(file) : null;
			if (stats === null) {
				continue;
			}
			writeRow(result.rows, place, stats);
			if (stats.isSymbolicLink()) {
				const target = readlinkSync(file);
				const id = blobId(Buffer.from(target), idLength);
				result.read.push({ place, id, kept: null, target, copied: null });
			} else if (stats.isFile() && stats.size > largest) {
				result.large.push(place);
			} else if (stats.isFile()) {
				const bytes = readFileSync(file);
				const id = blobId(bytes, idLength);
				const kept = id === expected[place] ? null : store.put(bytes);
				result.read.push({ place, id, kept, target: null, copied: null });
			}
		}
	} finally {
		store.close();
	}
	return result;
}
