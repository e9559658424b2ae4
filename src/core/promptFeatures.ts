import { actsOf, endsSentence, shapeOf, signatureOf } from './promptForms.ts';
import { patternsOf } from './promptPatterns.ts';
import { type PromptText, readPrompt } from './promptText.ts';
import { conceptsIn, isBreak, isNegation, wordsOf } from './promptWords.ts';

/** Receives each feature once per occurrence, as a 20-bit hash with its strength. */
export type Take = (hash: number, strength: number) => void;

/**
 * What the classifier sees of a prompt: words, pairs and threes of words, pieces of words, concepts, and the form of its
 * sentences. Returns how many words the user said.
 */
export function takeFeatures(text: string, take: Take): number {
	const prompt = readPrompt(text);
	const words = wordsOf(prompt.prose);
	for (const mark of prompt.marks) {
		take(hashOf('m', mark), 1);
	}
	const said = takeWords(words, take);
	takeLastSentence(words, take);
	takeForms(words, take);
	takePieces(words, take);
	takeEastern(prompt.prose, take);
	takeConcepts(prompt, words, take);
	for (const word of wordsOf(prompt.code).slice(0, 120)) {
		take(hashOf('c', word), 0.35);
	}
	return said;
}

/** Words alone, in pairs and in threes, and those that open the prompt. Returns how many there are. */
function takeWords(words: readonly string[], take: Take): number {
	let previous = '^';
	let beforeThat = '';
	let count = 0;
	let negated = 0;
	for (const word of words) {
		if (isBreak(word)) {
			negated = 0;
			beforeThat = '';
			previous = word === '\n' ? '^' : word;
			continue;
		}
		take(hashOf(negated > 0 ? 'n' : 'w', word), 1);
		take(hashOf('b', previous, word), 0.8);
		if (beforeThat !== '') {
			take(hashOf('t', beforeThat, previous, word), 0.6);
		}
		if (count < 4) {
			take(hashOf('f', word), 0.8);
			if (count === 0) {
				take(hashOf('1', word), 1);
			}
		}
		count += 1;
		negated = isNegation(word) ? 5 : negated - 1;
		beforeThat = previous === '^' || isBreak(previous) ? '' : previous;
		previous = word;
	}
	return count;
}

/** The words of the last sentence, if it is not the only one: often the wish stands there. */
function takeLastSentence(words: readonly string[], take: Take): void {
	let end = words.length;
	while (end > 0 && endsSentence(words[end - 1] ?? '')) {
		end -= 1;
	}
	let start = end;
	while (start > 0 && !endsSentence(words[start - 1] ?? '')) {
		start -= 1;
	}
	for (let at = start; start > 0 && at < end; at++) {
		const word = words[at] ?? '';
		if (!isBreak(word)) {
			take(hashOf('l', word), 0.5);
		}
	}
}

/** How many words are looked at for the forms of sentences. */
const mostForms = 300;

function takeForms(allWords: readonly string[], take: Take): void {
	const words = allWords.slice(0, mostForms);
	const shapes = ['^', ...words.map((word) => (word === '\n' ? '^' : isBreak(word) ? word : shapeOf(word))), '$'];
	for (let at = 0; at + 1 < shapes.length; at++) {
		const [one, two, three] = [shapes[at] ?? '', shapes[at + 1] ?? '', shapes[at + 2]];
		take(hashOf('2', one, two), 0.4);
		if (three !== undefined) {
			take(hashOf('3', one, two, three), 0.4);
		}
	}
	for (const size of [3, 4, 5]) {
		take(hashOf('o', shapes.slice(0, size).join(' ')), 0.6);
	}
	const acts = actsOf(words);
	for (const act of acts) {
		take(hashOf('a', act), 0.7);
	}
	take(hashOf('A', 'first', acts[0] ?? ''), 0.5);
	take(hashOf('A', acts.length > 1 ? 'last' : 'only', acts.at(-1) ?? ''), 0.5);
	take(hashOf('s', signatureOf(words)), 0.6);
}

function takePieces(words: readonly string[], take: Take): void {
	for (const word of words) {
		if (word.length >= 4 && !isEastern(word.charCodeAt(0))) {
			takeRanges('p', `^${word.slice(0, 24)}$`, 3, 5, 0.3, take);
		}
	}
}

function takeEastern(prose: string, take: Take): void {
	for (let start = 0; start < prose.length; start++) {
		let end = start;
		while (end < prose.length && isEastern(prose.charCodeAt(end))) {
			end += 1;
		}
		if (end > start) {
			takeRanges('e', `^${prose.slice(start, end)}$`, 1, 4, 0.6, take);
			start = end;
		}
	}
}

/** Kana, Chinese characters and Hangul, which are written without spaces or with few. */
function isEastern(code: number): boolean {
	return code >= 0x3040 && (code <= 0x30ff || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af));
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

function takeConcepts(prompt: PromptText, words: readonly string[], take: Take): void {
	const found = conceptsIn(prompt.prose, words);
	for (const pattern of patternsOf(prompt.prose)) {
		found.set(pattern, 1);
	}
	for (const [concept, times] of found) {
		take(hashOf('k', concept), 1.3);
		if (times > 1) {
			take(hashOf('k', concept, String(Math.min(times, 4))), 1);
		}
	}
}

const firstHash = 0x811c9dc5;

/** FNV-1a over a letter and up to three words with spaces between them, folded to 20 bits. */
function hashOf(kind: string, one: string, two = '', three = ''): number {
	let hash = hashText(hashOver(firstHash, kind.charCodeAt(0)), one);
	if (two !== '') {
		hash = hashText(hashOver(hash, 32), two);
	}
	if (three !== '') {
		hash = hashText(hashOver(hash, 32), three);
	}
	return folded(hash);
}

function hashText(begun: number, text: string): number {
	let hash = begun;
	for (let at = 0; at < text.length; at++) {
		hash = hashOver(hash, text.charCodeAt(at));
	}
	return hash;
}

function hashOver(hash: number, code: number): number {
	return Math.imul(hash ^ code, 0x01000193);
}

function folded(hash: number): number {
	return ((hash >>> 20) ^ hash) & 0xfffff;
}
