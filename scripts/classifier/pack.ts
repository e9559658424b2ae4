import { kindsOfWork, type Model, readModel, scaleOf } from '../../src/core/classify.ts';
import type { Weights } from './learn.ts';

/** The features that say most: what every prompt has, then by the spread of their weights and how often they occur. */
export function strongest(weights: Weights, occurrences: ReadonlyMap<number, number>, most: number): Set<number> {
	const ranked = [...weights]
		.map(([key, own]) => {
			const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
			const spread = Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0));
			return { key, worth: spread * Math.sqrt(occurrences.get(key) ?? 0) };
		})
		.sort((one, other) => other.worth - one.worth || one.key - other.key);
	return new Set(ranked.slice(0, most).map(({ key }) => key));
}

/** Writes weights the way `readModel` reads them: four signed bits each, with a scale per feature. */
export function pack(weights: Weights): Uint8Array {
	const bytes: number[] = [];
	let before = 0;
	for (const [key, own] of [...weights].sort(([one], [other]) => one - other)) {
		pushDistance(bytes, key - before);
		pushWeights(bytes, own);
		before = key;
	}
	return Uint8Array.from(bytes);
}

/** The model as the extension will see it, rounded weights and all. */
export function asShipped(weights: Weights): Model {
	return readModel(pack(weights));
}

function pushDistance(bytes: number[], distance: number): void {
	let rest = distance;
	while (rest > 127) {
		bytes.push(128 | (rest & 127));
		rest >>= 7;
	}
	bytes.push(rest);
}

function pushWeights(bytes: number[], own: Float64Array): void {
	const largest = Math.max(...own.map(Math.abs), 1e-6);
	const byte = Math.min(255, Math.max(0, Math.ceil(8 * (Math.log2(largest / 7) + 24))));
	const bits = (kind: number) => Math.round((own[kind] ?? 0) / scaleOf(byte)) & 15;
	bytes.push(byte);
	for (let kind = 0; kind < kindsOfWork.length; kind += 2) {
		bytes.push(bits(kind) | (bits(kind + 1) << 4));
	}
}
