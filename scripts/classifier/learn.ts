import { biasStrength, type Vector } from '../../src/core/classify.ts';

/** Weights per feature, one for each class, and what every prompt has under the key 0. */
export type Weights = Map<number, Float64Array>;

export interface Learning {
	readonly classes: number;
	readonly rounds: number;
	readonly rate: number;
	readonly decay: number;
	readonly seed: number;
}

/** Multinomial logistic regression by AdaGrad; the same seed gives the same weights. */
export function learn(
	vectors: readonly Vector[],
	targets: readonly (readonly number[])[],
	how: Learning,
	kept: ReadonlySet<number> | null,
): Weights {
	const index = new Map<number, number>();
	const seen = new Map<number, number>();
	for (const { hashes } of vectors) {
		for (const key of hashes) {
			seen.set(key, (seen.get(key) ?? 0) + 1);
		}
	}
	for (const [key, times] of seen) {
		if (kept === null ? times >= 2 : kept.has(key)) {
			index.set(key, index.size);
		}
	}
	const { classes } = how;
	const weights = new Float64Array((index.size + 1) * classes);
	const squares = new Float64Array(weights.length).fill(1e-3);
	const rows = vectors.map(({ hashes, strengths }) => {
		const known = hashes.flatMap((key, at) => {
			const row = index.get(key);
			return row === undefined ? [] : [{ row, value: strengths[at] ?? 0 }];
		});
		return [...known, { row: index.size, value: biasStrength }];
	});
	const order = rows.map((_, at) => at);
	const random = chance(how.seed);
	const gradient = new Float64Array(classes);
	for (let round = 0; round < how.rounds; round++) {
		shuffle(order, random);
		for (const at of order) {
			const row = rows[at] ?? [];
			gradient.fill(0);
			for (const { row: feature, value } of row) {
				for (let one = 0; one < classes; one++) {
					gradient[one] = (gradient[one] ?? 0) + value * (weights[feature * classes + one] ?? 0);
				}
			}
			toProbabilities(gradient);
			const right = targets[at] ?? [];
			for (const one of right) {
				gradient[one] = (gradient[one] ?? 0) - 1 / right.length;
			}
			for (const { row: feature, value } of row) {
				for (let one = 0; one < classes; one++) {
					const place = feature * classes + one;
					const step = (gradient[one] ?? 0) * value + how.decay * (weights[place] ?? 0);
					squares[place] = (squares[place] ?? 0) + step * step;
					weights[place] = (weights[place] ?? 0) - (how.rate * step) / Math.sqrt(squares[place] ?? 1);
				}
			}
		}
	}
	const learnt: Weights = new Map([[0, weights.slice(index.size * classes)]]);
	for (const [key, row] of index) {
		learnt.set(key, weights.slice(row * classes, (row + 1) * classes));
	}
	return learnt;
}

function toProbabilities(scores: Float64Array): void {
	const top = Math.max(...scores);
	let sum = 0;
	for (let one = 0; one < scores.length; one++) {
		const grown = Math.exp((scores[one] ?? 0) - top);
		scores[one] = grown;
		sum += grown;
	}
	for (let one = 0; one < scores.length; one++) {
		scores[one] = (scores[one] ?? 0) / sum;
	}
}

/** Mulberry32: small, seeded, good enough to shuffle with. */
export function chance(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

export function shuffle(items: unknown[], random: () => number): void {
	for (let last = items.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[items[last], items[other]] = [items[other], items[last]];
	}
}
