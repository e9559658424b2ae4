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

/** What is learned from: the features of a prompt, its labels, and what is known of it before it is read. */
export interface Lesson {
	readonly vector: Vector;
	readonly targets: readonly number[];
	/** Added to the scores while learning: how common each class is where the prompt comes from, as a logarithm. */
	readonly priors: Float64Array;
}

/** Lessons over features with consecutive numbers; those of lesson `n` lie from `starts[n]` to `starts[n + 1]`. */
interface Table {
	readonly keys: readonly number[];
	readonly starts: Int32Array;
	readonly features: Int32Array;
	readonly strengths: Float32Array;
}

/** Multinomial logistic regression by AdaGrad; the same seed gives the same weights. */
export function learn(lessons: readonly Lesson[], how: Learning, kept: ReadonlySet<number> | null): Weights {
	const { classes } = how;
	const { keys, starts, features, strengths } = tableOf(lessons, kept);
	const weights = new Float64Array((keys.length + 1) * classes);
	const squares = new Float64Array(weights.length).fill(1e-3);
	const random = chance(how.seed);
	const order = lessons.map((_, at) => at);
	const gradient = new Float64Array(classes);
	for (let round = 0; round < how.rounds; round++) {
		shuffle(order, random);
		for (const at of order) {
			const { targets, priors } = lessons[at] ?? nothing;
			const [start, end] = [starts[at] ?? 0, starts[at + 1] ?? 0];
			gradient.set(priors);
			for (let next = start; next < end; next++) {
				const row = (features[next] ?? 0) * classes;
				const value = strengths[next] ?? 0;
				for (let one = 0; one < classes; one++) {
					gradient[one] = (gradient[one] ?? 0) + value * (weights[row + one] ?? 0);
				}
			}
			toProbabilities(gradient);
			for (const one of targets) {
				gradient[one] = (gradient[one] ?? 0) - 1 / targets.length;
			}
			for (let next = start; next < end; next++) {
				const row = (features[next] ?? 0) * classes;
				const value = strengths[next] ?? 0;
				for (let one = 0; one < classes; one++) {
					const place = row + one;
					const step = (gradient[one] ?? 0) * value + how.decay * (weights[place] ?? 0);
					squares[place] = (squares[place] ?? 0) + step * step;
					weights[place] = (weights[place] ?? 0) - (how.rate * step) / Math.sqrt(squares[place] ?? 1);
				}
			}
		}
	}
	return new Map([0, ...keys].map((key, row) => [key, weights.slice(row * classes, (row + 1) * classes)]));
}

const nothing: Pick<Lesson, 'targets' | 'priors'> = { targets: [], priors: new Float64Array(0) };

/** Feature 0 is what every prompt has. Without a choice of features those count that at least two prompts have. */
function tableOf(lessons: readonly Lesson[], kept: ReadonlySet<number> | null): Table {
	const seen = occurrencesOf(lessons);
	const keys = [...seen].filter(([key, times]) => (kept === null ? times >= 2 : kept.has(key))).map(([key]) => key);
	const numbers = new Map(keys.map((key, at) => [key, at + 1]));
	const most = lessons.reduce((sum, { vector }) => sum + vector.hashes.length + 1, 0);
	const starts = new Int32Array(lessons.length + 1);
	const features = new Int32Array(most);
	const strengths = new Float32Array(most);
	let end = 0;
	lessons.forEach(({ vector }, at) => {
		starts[at] = end;
		strengths[end++] = biasStrength;
		vector.hashes.forEach((key, next) => {
			const number = numbers.get(key);
			if (number !== undefined) {
				features[end] = number;
				strengths[end++] = vector.strengths[next] ?? 0;
			}
		});
	});
	starts[lessons.length] = end;
	return { keys, starts, features, strengths };
}

/** How many prompts have each feature. */
export function occurrencesOf(lessons: readonly Lesson[]): Map<number, number> {
	const seen = new Map<number, number>();
	for (const { vector } of lessons) {
		for (const key of vector.hashes) {
			seen.set(key, (seen.get(key) ?? 0) + 1);
		}
	}
	return seen;
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
