// node scripts/classifier/train.ts [--report]
// Learns from scripts/classifier/data and writes src/core/classifyModel.ts. With --report it also cross-validates.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { kindsOfWork, type Model, type Vector, vectorOf } from '../../src/core/classify.ts';
import { type Example, readExamples, targetsOf } from './examples.ts';
import { chance, learn, type Learning, shuffle } from './learn.ts';
import { asShipped, pack, strongest } from './pack.ts';
import { curve, type Judged, judge, table } from './report.ts';

const how: Learning = { classes: kindsOfWork.length, rounds: 15, rate: 0.15, decay: 2e-3, seed: 1 };

/** So many features fit into 150 KB of base64. */
const mostFeatures = 15800;

const folds = 5;

interface Sample {
	readonly example: Example;
	readonly vector: Vector;
	readonly targets: readonly number[];
}

const sampled = (examples: readonly Example[]): Sample[] =>
	examples.map((example) => ({ example, vector: vectorOf(example.prompt), targets: targetsOf(example) }));

/** Learns twice: once to see which features matter, and again with only these. */
function learnt(samples: readonly Sample[]) {
	const vectors = samples.map(({ vector }) => vector);
	const targets = samples.map((sample) => sample.targets);
	const occurrences = new Map<number, number>([[0, samples.length]]);
	for (const { hashes } of vectors) {
		for (const key of hashes) {
			occurrences.set(key, (occurrences.get(key) ?? 0) + 1);
		}
	}
	const all = learn(vectors, targets, how, null);
	return learn(vectors, targets, how, strongest(all, occurrences, mostFeatures));
}

/** Judges every sample of `tested` by a model that has seen none of its fold. */
function crossValidated(always: readonly Sample[], tested: readonly Sample[]): Judged[] {
	const order = shuffled(tested);
	return Array.from({ length: folds }, (_, fold) => {
		const held = order.filter((_sample, at) => at % folds === fold);
		const rest = order.filter((_sample, at) => at % folds !== fold);
		return judgeAll(held, asShipped(learnt([...always, ...rest])));
	}).flat();
}

function judgeAll(samples: readonly Sample[], model: Model): Judged[] {
	return samples.map(({ example }) => judge(example, model));
}

function shuffled(samples: readonly Sample[]): Sample[] {
	const order = [...samples];
	shuffle(order, chance(7));
	return order;
}

const own = sampled(readExamples('own'));
const dev = sampled(readExamples('dev'));
if (process.argv.includes('--report')) {
	console.log(table('dev, learned from our own examples only', judgeAll(dev, asShipped(learnt(own)))));
	const validated = crossValidated(own, dev);
	console.log(table('dev, cross-validated with our own examples', validated));
	console.log(curve(validated));
	console.log(table('our own examples, cross-validated', crossValidated(dev, own)));
}
const packed = pack(learnt([...own, ...dev]));
const target = resolve(import.meta.dirname, '../../src/core/classifyModel.ts');
writeFileSync(
	target,
	`// Written by scripts/classifier/train.ts; docs/CLASSIFIER.md tells how.\n/** Weights in the form that \`readModel\` reads. */\nexport const learnedWeights =\n\t'${packed}';\n`,
);
console.log(`${target}: ${Math.round(packed.length / 1024)} KB`);
