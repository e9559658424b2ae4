import { patternsOf } from './promptPatterns.ts';
import { conceptsIn, isBreak, isNegation, wordsOf } from './promptWords.ts';
import { type PromptText, readPrompt } from './promptText.ts';

/** Receives each feature once per occurrence, as a 20-bit hash with its strength. */
export type Take = (hash: number, strength: number) => void;

/** What the classifier sees of a prompt: words, pairs of words, pieces of words, concepts and the form of the whole. */
export function takeFeatures(text: string, take: Take): void {
	const prompt = readPrompt(text);
	for (const mark of prompt.marks) {
		take(hashOf('m', mark), 1);
	}
	const words = wordsOf(prompt.prose);
	takeWords(words, take);
	takePieces(words, take);
	takeEastern(prompt.prose, take);
	takeConcepts(prompt, take);
	for (const word of wordsOf(prompt.code).slice(0, 120)) {
		take(hashOf('c', word), 0.35);
	}
}

function takeWords(words: readonly string[], take: Take): void {
	let previous = '^';
	let first = 0;
	let negated = 0;
	for (const word of words) {
		if (isBreak(word)) {
			negated = 0;
			previous = word === '\n' ? '^' : word;
			continue;
		}
		const kind = negated > 0 ? 'n' : 'w';
		take(hashOf(kind, word), 1);
		take(hashOf('b', `${previous} ${word}`), 0.8);
		if (first < 4) {
			take(hashOf('f', word), 0.8);
			if (first === 0) {
				take(hashOf('1', word), 1);
			}
		}
		first += 1;
		negated = isNegation(word) ? 5 : negated - 1;
		previous = word;
	}
}

function takePieces(words: readonly string[], take: Take): void {
	for (const word of words) {
		if (word.length >= 4 && !eastern.test(word)) {
			takeRanges('p', `^${word.slice(0, 24)}$`, 3, 5, 0.3, take);
		}
	}
}

const eastern = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

function takeEastern(prose: string, take: Take): void {
	for (const [run] of prose.matchAll(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g)) {
		takeRanges('e', `^${run}$`, 1, 4, 0.6, take);
	}
}

/** Every piece of the text that is as long as this, each hashed as `hashOf` would. */
function takeRanges(kind: string, text: string, shortest: number, longest: number, strength: number, take: Take): void {
	const begun = hashOver(firstHash, kind.charCodeAt(0));
	for (let start = 0; start < text.length; start++) {
		let hash = begun;
		const end = Math.min(text.length, start + longest);
		for (let at = start; at < end; at++) {
			hash = hashOver(hash, text.charCodeAt(at));
			if (at - start + 1 >= shortest) {
				take(folded(hash), strength);
			}
		}
	}
}

function takeConcepts(prompt: PromptText, take: Take): void {
	const found = conceptsIn(prompt.prose);
	for (const pattern of patternsOf(prompt.prose)) {
		found.set(pattern, 1);
	}
	for (const [concept, times] of found) {
		take(hashOf('k', concept), 2);
		if (times > 1) {
			take(hashOf('k', `${concept} ${String(Math.min(times, 4))}`), 1);
		}
	}
}

const firstHash = 0x811c9dc5;

/** FNV-1a, folded to 20 bits. */
function hashOf(kind: string, text: string): number {
	let hash = hashOver(firstHash, kind.charCodeAt(0));
	for (let at = 0; at < text.length; at++) {
		hash = hashOver(hash, text.charCodeAt(at));
	}
	return folded(hash);
}

function hashOver(hash: number, code: number): number {
	return Math.imul(hash ^ code, 0x01000193);
}

function folded(hash: number): number {
	return ((hash >>> 20) ^ hash) & 0xfffff;
}
