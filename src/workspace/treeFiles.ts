import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, safePath } from './paths.ts';
import type { Transaction } from './transaction.ts';

/** Reads and writes single files of a tree for somebody who names them relative to `prefix`, a folder of the tree. */
export function treeFiles(tree: string, prefix: string): Pick<Transaction, 'read' | 'write'> {
	return {
		write: async (asked, content) => {
			const safe = await safePath(tree, prefix, asked);
			if (!safe.ok) {
				return safe;
			}
			if (safe.stats !== null && !safe.stats.isFile()) {
				return { ok: false, message: `The path is not a file: ${asked}` };
			}
			const file = path.join(tree, safe.relative);
			try {
				await mkdir(path.dirname(file), { recursive: true });
				await writeFile(file, content);
			} catch (error) {
				return { ok: false, message: `The file could not be written (${codeOf(error) ?? 'unknown'}): ${asked}` };
			}
			return { ok: true };
		},
		read: async (asked) => {
			const safe = await safePath(tree, prefix, asked);
			if (!safe.ok) {
				return safe;
			}
			if (safe.stats === null) {
				return { ok: true, text: null };
			}
			if (!safe.stats.isFile()) {
				return { ok: false, message: `The path is not a file: ${asked}` };
			}
			const text = asText(await readFile(path.join(tree, safe.relative)));
			return text === null ? { ok: false, message: `The file is not UTF-8 text: ${asked}` } : { ok: true, text };
		},
	};
}

/** `null` for what is not UTF-8: an edit would harm it. */
function asText(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}
