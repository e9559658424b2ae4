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

/** What was learned, a row for each feature that says something, in the order of their hashes. */
export interface Model {
	/** A bit per hash: whether it has a row. */
	readonly known: Uint32Array;
	/** Per 32 hashes, how many rows lie before theirs. */
	readonly before: Uint16Array;
	/** Per row a weight for each kind of work, and per row what a weight of 1 is worth. */
	readonly weights: Int8Array;
	readonly scales: Float32Array;
}

/** Where the needs end: less likely kinds of work say nothing about a provider. */
const leastScore = 0.1;

/** Chosen from the curves in docs/CLASSIFIER.md: above it 19 of 20 are right, below it four of ten are wrong. */
const sureScore = 0.45;

const hashes = 1 << 20;

/**
 * Reads a model: per feature the distance of its hash from the one before (seven bits a byte, low bits first), a byte of
 * scale and four signed bits per kind of work. Hash 0 is what every prompt has.
 */
export function readModel(bytes: Uint8Array): Model {
	const known = new Uint32Array(hashes / 32);
	const weights = new Int8Array(bytes.length * 2);
	const scales = new Float32Array(bytes.length);
	let rows = 0;
	let at = 0;
	let hash = 0;
	const next = () => bytes[at++] ?? 0;
	while (at < bytes.length) {
		let shift = 0;
		let byte: number;
		do {
			byte = next();
			hash += (byte & 127) << shift;
			shift += 7;
		} while (byte > 127);
		known[hash >>> 5] = (known[hash >>> 5] ?? 0) | (1 << (hash & 31));
		scales[rows] = scaleOf(next());
		for (let kind = 0; kind < width; kind += 2) {
			const pair = next();
			weights[rows * width + kind] = (pair << 28) >> 28;
			weights[rows * width + kind + 1] = (pair << 24) >> 28;
		}
		rows += 1;
	}
	return { known, before: rowsBefore(known), weights: weights.slice(0, rows * width), scales: scales.slice(0, rows) };
}

function rowsBefore(known: Uint32Array): Uint16Array {
	let rows = 0;
	return Uint16Array.from(known, (bits) => {
		const before = rows;
		rows += ones(bits);
		return before;
	});
}

/** How many bits are set. */
function ones(bits: number): number {
	let sum = bits - ((bits >>> 1) & 0x55555555);
	sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
	return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The number of the row of a hash, counted from 1; 0 if it has none. */
function rowOf(hash: number, { known, before }: Model): number {
	const bits = known[hash >>> 5] ?? 0;
	const bit = 1 << (hash & 31);
	return (bits & bit) === 0 ? 0 : (before[hash >>> 5] ?? 0) + ones(bits & (bit - 1)) + 1;
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

/** All that a prompt holds, known to a model or not: what is learned from. */
export function vectorOf(text: string): Vector {
	return gathered(text, (hash) => hash);
}

/** All zero whenever nobody is counting: a table that is wiped where it was written is faster than a new map. */
const strongest = new Float32Array(hashes);

/** The features that have a key; 0 is none. Of features with the same key the strongest counts. */
function gathered(text: string, keyOf: (hash: number) => number): Vector {
	const keys: number[] = [];
	const said = takeFeatures(text, (hash, strength) => {
		const key = keyOf(hash);
		if (key === 0) {
			return;
		}
		const before = strongest[key] ?? 0;
		if (before === 0) {
			keys.push(key);
		}
		if (before < strength) {
			strongest[key] = strength;
		}
	});
	const scale = 1 / Math.sqrt(3 + 2 * said);
	const strengths = new Float32Array(keys.length);
	for (let at = 0; at < keys.length; at++) {
		const key = keys[at] ?? 0;
		strengths[at] = (strongest[key] ?? 0) * scale;
		strongest[key] = 0;
	}
	return { hashes: keys, strengths };
}

/** How much the weights of what every prompt has count. */
export const biasStrength = 0.2;

function scoresOf(text: string, model: Model): Float64Array {
	const scores = new Float64Array(width);
	addRow(scores, rowOf(0, model), biasStrength, model);
	const { hashes: rows, strengths } = gathered(text, (hash) => (hash === 0 ? 0 : rowOf(hash, model)));
	for (let at = 0; at < rows.length; at++) {
		addRow(scores, rows[at] ?? 0, strengths[at] ?? 0, model);
	}
	return scores;
}

function addRow(scores: Float64Array, row: number, strength: number, { weights, scales }: Model): void {
	const start = (row - 1) * width;
	const worth = strength * (scales[row - 1] ?? 0);
	for (let kind = 0; row > 0 && kind < width; kind++) {
		scores[kind] = (scores[kind] ?? 0) + worth * (weights[start + kind] ?? 0);
	}
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
