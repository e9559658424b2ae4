import * as l10n from '@vscode/l10n';
import type { NotSentReason, Piece } from '../core/request.ts';
import { bold, said } from './whyWords.ts';

/** Why a file was not sent. */
export function notSentWords(why: NotSentReason): string {
	return reasons[why]();
}

const reasons: Readonly<Record<NotSentReason, () => string>> = {
	secret: () => l10n.t('its name says that it holds secrets'),
	ignored: () => l10n.t('git ignores it'),
	excluded: () => l10n.t('your settings hide it (files.exclude, search.exclude)'),
	outside: () => l10n.t('it lies outside of the open folders'),
	link: () => l10n.t('it is a link, or is reached through one'),
	'not-text': () => l10n.t('it is no text'),
	'too-large': () => l10n.t('it is larger than 512 KB'),
	missing: () => l10n.t('there is no such file'),
	unknown: () => l10n.t('git could not tell whether it ignores it'),
};

/** What a piece is, and why it goes along, as Markdown. */
export function pieceWords({ kind, name, path }: Pick<Piece, 'kind' | 'name' | 'path'>): {
	readonly what: string;
	readonly why: string;
} {
	const named = name === null ? said(path) : bold(name);
	switch (kind) {
		case 'attached':
			return { what: l10n.t('File'), why: l10n.t('you attached it') };
		case 'problems':
			return { what: l10n.t('Problems'), why: l10n.t('the editor found them in the document') };
		case 'open':
			return { what: l10n.t('Open file'), why: l10n.t('it is open, and the question is about no part of it') };
		case 'definition':
			return { what: l10n.t('Definition'), why: l10n.t('{0} is used there', named) };
		case 'type':
			return { what: l10n.t('Type'), why: l10n.t('of {0}, which is used there', named) };
		case 'outline':
			return { what: l10n.t('Outline'), why: l10n.t('the document is too long to be sent whole') };
		case 'neighbour':
			return { what: l10n.t('Related file'), why: l10n.t('a test and what it tests belong together') };
	}
}
