import assert from 'node:assert/strict';
import { isTestName, neighbourStems } from '../../../src/core/neighbourNames.ts';

describe('the neighbour of a file', () => {
	const tests: readonly (readonly [test: string, source: string])[] = [
		['cart.test.ts', 'cart'],
		['cart.spec.js', 'cart'],
		['cart_test.go', 'cart'],
		['test_cart.py', 'cart'],
		['CartTest.java', 'Cart'],
		['CartTests.cs', 'Cart'],
		['cart_spec.rb', 'cart'],
		['cart-test.js', 'cart'],
	];
	for (const [test, source] of tests) {
		it(`of ${test} is ${source}, and the other way round`, () => {
			assert.equal(isTestName(test), true);
			assert.deepEqual(neighbourStems(test), [source]);
			const extension = test.slice(test.lastIndexOf('.'));
			assert.ok(neighbourStems(source + extension).includes(test.slice(0, -extension.length)));
		});
	}

	for (const name of ['latest.ts', 'contest.py', 'testing.md', 'cart.ts', 'protest.js']) {
		it(`is a test, where the file is ${name}`, () => {
			assert.equal(isTestName(name), false);
			assert.equal(neighbourStems(name).length, 9);
		});
	}

	it('is nobody where a name is nothing but the mark of a test', () => {
		assert.deepEqual(neighbourStems('test_.py'), []);
		assert.deepEqual(neighbourStems(''), []);
	});
});
