// node scripts/classifier/train.ts [--report]
// Learns from scripts/classifier/data and writes src/lazy/classifyModel.bin. With --report it also cross-validates.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { kindsOfWork, type Model, vectorOf } from '../../src/core/classify.ts';
import { type Example, readExamples, targetsOf } from './examples.ts';
import { chance, learn, type Learning, type Lesson, occurrencesOf, shuffle } from './learn.ts';
import { asShipped, pack, strongest } from './pack.ts';
import { curve, type Judged, judge, table } from './report.ts';

/** Found by cross-validation on our own examples alone. */
const how: Learning = { classes: kindsOfWork.length, rounds: 12, rate: 0.25, decay: 1e-3, seed: 1 };

/** So many features fit, with all else that is loaded with them, into a bundle of 400 KB. */
const mostFeatures = 31_000;

const folds = 5;

interface Sample extends Lesson {
	readonly example: Example;
}

function sampled(examples: readonly Example[]): Sample[] {
	const priors = new Map(
		[...new Set(examples.map(({ source }) => source))].map((source) => [source, priorsOf(examples, source)]),
	);
	return examples.map((example) => ({
		example,
		vector: vectorOf(example.prompt),
		targets: targetsOf(example),
		priors: priors.get(example.source) ?? new Float64Array(kindsOfWork.length),
	}));
}

/**
 * How common each kind of work is in a file. Some files are about a few kinds only; as this is told, the manner in which
 * their author writes is not learned as a sign of these kinds.
 */
function priorsOf(examples: readonly Example[], source: string): Float64Array {
	const here = examples.filter((example) => example.source === source);
	const counts = new Float64Array(kindsOfWork.length);
	for (const targets of here.map(targetsOf)) {
		for (const target of targets) {
			counts[target] = (counts[target] ?? 0) + 1 / targets.length;
		}
	}
	return counts.map((count) => Math.log(count / here.length + 0.05));
}

/** Learns twice: once to see which features matter, and again with only these. */
function learnt(samples: readonly Sample[]) {
	const all = learn(samples, how, null);
	return learn(samples, how, strongest(all, occurrencesOf(samples).set(0, samples.length), mostFeatures));
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
	const ownValidated = crossValidated(dev, own);
	console.log(table('our own examples, cross-validated', ownValidated));
	console.log(curve(ownValidated));
}
const packed = pack(learnt([...own, ...dev]));
const target = resolve(import.meta.dirname, '../../src/lazy/classifyModel.bin');
writeFileSync(target, packed);
console.log(`${target}: ${Math.round(packed.length / 1024)} KB`);
