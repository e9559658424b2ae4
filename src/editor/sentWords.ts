import type { NotSentReason, Piece } from '../core/request.ts';
import { bold, said } from './whyWords.ts';

/** Why a file was not sent. */
export function notSentWords(why: NotSentReason): string {
	return reasons[why];
}

const reasons: Readonly<Record<NotSentReason, string>> = {
	secret: 'its name says that it holds secrets',
	ignored: 'git ignores it',
	excluded: 'your settings hide it (files.exclude, search.exclude)',
	outside: 'it lies outside of the open folders',
	link: 'it is a link, or is reached through one',
	'not-text': 'it is no text',
	'too-large': 'it is larger than 512 KB',
	missing: 'there is no such file',
	unknown: 'git could not tell whether it ignores it',
};

/** What a piece is, and why it goes along, as Markdown. */
export function pieceWords({ kind, name, path }: Pick<Piece, 'kind' | 'name' | 'path'>): {
	readonly what: string;
	readonly why: string;
} {
	const named = name === null ? said(path) : bold(name);
	switch (kind) {
		case 'attached':
			return { what: 'File', why: 'you attached it' };
		case 'problems':
			return { what: 'Problems', why: 'the editor found them in the document' };
		case 'open':
			return { what: 'Open file', why: 'it is open, and the question is about no part of it' };
		case 'definition':
			return { what: 'Definition', why: `${named} is used there` };
		case 'type':
			return { what: 'Type', why: `of ${named}, which is used there` };
		case 'outline':
			return { what: 'Outline', why: 'the document is too long to be sent whole' };
		case 'neighbour':
			return { what: 'Related file', why: 'a test and what it tests belong together' };
	}
}
