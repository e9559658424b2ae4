import { createTwoFilesPatch } from 'diff';
import type { Change, FileState } from './transaction.ts';

/** What was done to a folder, told for whoever goes on from it. */
export interface Account {
	readonly files: readonly { readonly path: string; readonly what: 'added' | 'changed' | 'deleted' }[];
	/** A unified diff, cut to a length; binary files are named in it and not shown. */
	readonly diff: string;
}

/** Some 10,000 tokens: enough to see what is being done, and no burden on the context of who reads it. */
const mostCharacters = 40_000;

/** Larger files are named, not shown; in bytes. */
const longest = 200_000;

export async function accountOf(changes: readonly Change[]): Promise<Account> {
	let diff = '';
	for (const change of changes) {
		if (diff.length > mostCharacters) {
			break;
		}
		diff += await patchOf(change);
	}
	return {
		files: changes.map(({ path, before, after }) => ({
			path,
			what: before === null ? 'added' : after === null ? 'deleted' : 'changed',
		})),
		diff: diff.length <= mostCharacters ? diff : `${diff.slice(0, mostCharacters)}\n[cut here]\n`,
	};
}

async function patchOf({ path, before, after }: Change): Promise<string> {
	const [old, now] = [await textOf(before), await textOf(after)];
	if (old === null || now === null) {
		return `Not shown, since it is no text or too long: ${path}\n`;
	}
	const [from, to] = [before === null ? '/dev/null' : `a/${path}`, after === null ? '/dev/null' : `b/${path}`];
	return createTwoFilesPatch(from, to, old, now, '', '', { context: 2 });
}

async function textOf(state: FileState | null): Promise<string | null> {
	if (state === null) {
		return '';
	}
	if (state.type === 'link') {
		return `link to ${state.target}\n`;
	}
	const bytes = await state.read();
	if (bytes.byteLength > longest || bytes.subarray(0, 8000).includes(0)) {
		return null;
	}
	return new TextDecoder().decode(bytes);
}
