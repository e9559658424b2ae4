import * as l10n from '@vscode/l10n';

/** A text of the bundle with places for what is filled in, and what finds it in a message. */
interface Pattern {
	readonly finds: RegExp;
	readonly translation: string;
	/** The places in the order in which they stand in the English text. */
	readonly places: readonly string[];
}

let bundle: Readonly<Record<string, string>> = {};
let patterns: readonly Pattern[] | null = null;

/** A text with fewer letters of its own than this could be found in a message that is another one. */
const fewestLetters = 9;

/** Takes the bundle of a language, by the English text; an empty one for English. */
export function learnSentences(words: Readonly<Record<string, string>>): void {
	bundle = words;
	patterns = null;
}

/**
 * A sentence in the language of the editor that `core`, `router`, `providers` or `workspace` said: they know no language
 * but English. One that is not known, as what an agent itself says, stays as it is.
 */
export function spoken(message: string): string {
	const [, words, status] = /^(.*) \(status (\d+)\)\.$/s.exec(message) ?? [];
	const sentence = words === undefined ? null : known(`${words}.`);
	if (sentence === null || status === undefined) {
		return known(message) ?? message;
	}
	const stop = /[.。]?$/.exec(sentence)?.[0] ?? '';
	return `${l10n.t('{0} (status {1})', withoutStop(sentence), status)}${stop}`;
}

/** As `spoken`, for a place within another sentence: without the stop at its end. */
export function spokenPart(message: string): string {
	const words = spoken(message);
	return words === message ? sentencePart(message) : withoutStop(words);
}

/** An English sentence as a part of another one: without its full stop, and begun small unless it begins with a name. */
export function sentencePart(message: string): string {
	const open = message.replace(/\.$/, '');
	return /^[A-Z][a-z]* /.test(open) ? open.charAt(0).toLowerCase() + open.slice(1) : open;
}

function withoutStop(sentence: string): string {
	return sentence.replace(/[.。]$/, '');
}

function known(message: string): string | null {
	if (Object.hasOwn(bundle, message)) {
		return bundle[message] ?? null;
	}
	patterns ??= patternsOf(bundle);
	for (const { finds, translation, places } of patterns) {
		const values = finds.exec(message)?.slice(1);
		if (values !== undefined) {
			// What is filled in can be a sentence of ours too, such as what to do about it.
			return translation.replace(/\{\d\}/g, (place) => spoken(values[places.indexOf(place)] ?? place));
		}
	}
	return null;
}

/** Those with the most text of their own come first. */
function patternsOf(words: Readonly<Record<string, string>>): readonly Pattern[] {
	return Object.entries(words)
		.map(([text, translation]) => ({ text, translation, own: text.replace(/\{\d\}|\P{L}/gu, '').length }))
		.filter(({ text, own }) => own >= fewestLetters && /\{\d\}/.test(text))
		.sort((one, other) => other.own - one.own)
		.map(({ text, translation }) => ({
			finds: new RegExp(
				`^${text
					.split(/\{\d\}/)
					.map(escaped)
					.join('(.+?)')}$`,
				's',
			),
			translation,
			places: text.match(/\{\d\}/g) ?? [],
		}));
}

/** Text as a regular expression that finds it. */
function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
