import { effortOf } from './effortWords.ts';
import { takeFeatures } from './promptFeatures.ts';
import { type Capability, capabilities, type Need } from './request.ts';

/** What the editor knows beside the prompt. It shifts the scores a little and never decides alone. */
export interface Evidence {
	/** VS Code's name for the language of the open document. */
	readonly language?: string;
	readonly hasSelection?: boolean;
	/** How many errors and warnings the open document has. */
	readonly diagnostics?: number;
	readonly isTestFile?: boolean;
	readonly isDiff?: boolean;
}

export interface Recognition {
	/** The kinds of work that may be meant, the likeliest first; equals in the order of `capabilities`. */
	readonly needs: readonly Need[];
	readonly effort: 'deep-thinking' | 'fast-thinking' | null;
	/** Whether the first need is far enough ahead to route by it. */
	readonly sure: boolean;
}

/** The kinds of work: every capability that is not an effort. */
export const kindsOfWork: readonly Capability[] = capabilities.filter((name) => !name.endsWith('-thinking'));

const width = kindsOfWork.length;

/** What was learned. `rows` has for each hash the number of its row of `weights`, 0 for a feature that says nothing. */
export interface Model {
	readonly rows: Uint16Array;
	readonly weights: Float32Array;
}

/** Where the needs end: less likely kinds of work say nothing about a provider. */
const leastScore = 0.1;

/** Chosen from the curve in docs/CLASSIFIER.md: above it 19 of 20 are right, below it four of ten are wrong. */
const sureScore = 0.4;

/**
 * Reads a model: per feature the distance of its hash from the one before (seven bits a byte, low bits first), a byte of
 * scale and four signed bits per kind of work. Hash 0 is what every prompt has.
 */
export function readModel(base64: string): Model {
	const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	const rows = new Uint16Array(1 << 20);
	const weights = new Float32Array((bytes.length + 1) * width);
	let row = 0;
	let at = 0;
	const next = () => bytes[at++] ?? 0;
	let hash = 0;
	while (at < bytes.length) {
		let shift = 0;
		let byte: number;
		do {
			byte = next();
			hash += (byte & 127) << shift;
			shift += 7;
		} while (byte > 127);
		const scale = scaleOf(next());
		row += 1;
		rows[hash] = row;
		for (let kind = 0; kind < width; kind += 2) {
			const pair = next();
			weights[row * width + kind] = ((pair << 28) >> 28) * scale;
			weights[row * width + kind + 1] = ((pair << 24) >> 28) * scale;
		}
	}
	return { rows, weights: weights.slice(0, (row + 1) * width) };
}

/** What a weight of 1 is worth at this byte of scale. */
export function scaleOf(byte: number): number {
	return 2 ** (byte / 8 - 24);
}

/** Recognises what a prompt asks for. Needs no network, takes no clock, and gives the same answer every time. */
export function classify(text: string, evidence: Evidence, model: Model): Recognition {
	const scores = scoresOf(text, model);
	shift(scores, evidence);
	const likely = toProbabilities(scores);
	const needs = kindsOfWork
		.map((capability, kind) => ({ capability, score: Math.round((likely[kind] ?? 0) * 1000) / 1000 }))
		.filter(({ score }) => score >= leastScore)
		.sort((one, other) => other.score - one.score);
	return { needs, effort: effortOf(text), sure: hasWords(text) && (needs[0]?.score ?? 0) >= sureScore };
}

function hasWords(text: string): boolean {
	return /\p{L}/u.test(text.slice(0, 1600));
}

/** The features of a prompt, each once, with their strength made comparable between short and long prompts. */
export interface Vector {
	readonly hashes: readonly number[];
	readonly strengths: Float32Array;
}

/** All zero whenever nobody is counting: a table that is wiped where it was written is faster than a new map. */
const strongest = new Float32Array(1 << 20);

export function vectorOf(text: string): Vector {
	const hashes: number[] = [];
	takeFeatures(text, (hash, strength) => {
		const before = strongest[hash] ?? 0;
		if (before === 0) {
			hashes.push(hash);
		}
		if (before < strength) {
			strongest[hash] = strength;
		}
	});
	const strengths = new Float32Array(hashes.length);
	let squares = 0;
	for (let at = 0; at < hashes.length; at++) {
		const strength = strongest[hashes[at] ?? 0] ?? 0;
		strengths[at] = strength;
		squares += strength * strength;
		strongest[hashes[at] ?? 0] = 0;
	}
	const scale = 1 / Math.sqrt(squares || 1);
	return { hashes, strengths: strengths.map((strength) => strength * scale) };
}

/** How much the weights of what every prompt has count. */
export const biasStrength = 0.2;

function scoresOf(text: string, { rows, weights }: Model): Float64Array {
	const scores = new Float64Array(width);
	const add = (hash: number, strength: number) => {
		const start = (rows[hash] ?? 0) * width;
		if (start > 0) {
			for (let kind = 0; kind < width; kind++) {
				scores[kind] = (scores[kind] ?? 0) + (weights[start + kind] ?? 0) * strength;
			}
		}
	};
	add(0, biasStrength);
	const { hashes, strengths } = vectorOf(text);
	for (let at = 0; at < hashes.length; at++) {
		add(hashes[at] ?? 0, strengths[at] ?? 0);
	}
	return scores;
}

function shift(scores: Float64Array, evidence: Evidence): void {
	const add = (capability: Capability, much: number) => {
		const kind = kindsOfWork.indexOf(capability);
		scores[kind] = (scores[kind] ?? 0) + much;
	};
	if (evidence.isDiff === true) {
		add('code-review', 0.5);
	}
	if (evidence.isTestFile === true) {
		add('testing', 0.4);
	}
	if ((evidence.diagnostics ?? 0) > 0) {
		add('debugging', 0.3);
	}
	if (evidence.hasSelection === true) {
		add('refactoring', 0.2);
		add('explanation', 0.2);
	}
	if (evidence.language === 'markdown') {
		add('documentation', 0.4);
	}
}

function toProbabilities(scores: Float64Array): Float64Array {
	const top = Math.max(...scores);
	const grown = scores.map((score) => Math.exp(score - top));
	const sum = grown.reduce((total, one) => total + one, 0);
	return grown.map((one) => one / sum);
}
