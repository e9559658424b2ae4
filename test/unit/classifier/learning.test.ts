import assert from 'node:assert/strict';
import { readExamples } from '../../../scripts/classifier/examples.ts';
import { learn, type Learning, type Lesson } from '../../../scripts/classifier/learn.ts';

const how: Learning = { classes: 2, rounds: 30, rate: 0.25, decay: 1e-3, seed: 1 };

/** What every prompt of one author has, and what tells the classes apart. */
const [manner, sign] = [7, 9];

/** An author who writes nine times of ten about class 0, always in the same manner. */
function lessons(priors: Float64Array): Lesson[] {
	return Array.from({ length: 200 }, (_, at) => {
		const target = at % 10 === 0 ? 1 : 0;
		const hashes = target === 1 ? [manner, sign] : [manner];
		return { vector: { hashes, strengths: Float32Array.from(hashes, () => 0.5) }, targets: [target], priors };
	});
}

function leaning(feature: number, priors: Float64Array): number {
	const [zero = 0, one = 0] = learn(lessons(priors), how, null).get(feature) ?? [];
	return zero - one;
}

describe('learning to recognise', () => {
	const unknown = new Float64Array(2);
	const told = Float64Array.of(Math.log(0.9), Math.log(0.1));

	it('takes what goes with a class for its sign', () => {
		assert.ok(leaning(sign, unknown) < -1);
		assert.ok(leaning(sign, told) < -1);
	});

	it('does not take the manner of an author for a sign of what he often writes about, if it is told how often', () => {
		assert.ok(leaning(manner, unknown) > 1);
		assert.ok(leaning(manner, told) < leaning(manner, unknown) / 2);
	});

	it('gives the same weights for the same seed, and only for the features that are kept', () => {
		assert.deepEqual(learn(lessons(told), how, null), learn(lessons(told), how, null));
		assert.deepEqual([...learn(lessons(told), how, new Set([sign])).keys()], [0, sign]);
	});

	it('learns from no prompt that it is measured on', () => {
		const plain = (prompt: string) =>
			prompt
				.toLowerCase()
				.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
				.trim();
		const measured = new Set(readExamples('dev').map(({ prompt }) => plain(prompt)));
		const own = readExamples('own').map(({ prompt }) => plain(prompt));
		assert.equal(measured.size, 300);
		assert.ok(own.length > 7000);
		assert.deepEqual(
			own.filter((prompt) => measured.has(prompt)),
			[],
		);
	});
});
