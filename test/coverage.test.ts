import assert from 'node:assert/strict';
import { coverage, isCurrent } from '../scripts/coverage.ts';
import { idsIn } from '../scripts/coverage/ids.ts';
import { titlesIn } from '../scripts/coverage/titles.ts';

describe('the table of behaviours and their tests', () => {
	const found = coverage();

	it('has a test for every behaviour', () => {
		assert.deepEqual(found.missing, []);
	});

	it('knows the behaviour behind every id in a title', () => {
		assert.deepEqual(found.unknown, []);
	});

	it('is up to date; else: npm run coverage', () => {
		assert.ok(isCurrent(found));
	});

	it('takes ids in brackets of their own, and nothing that only looks like one', () => {
		assert.deepEqual(idsIn('[T1] [R8] of A1 (A3, G5-6) and [T14 T21], not (the A2) or T2'), [
			...['T1', 'R8', 'A3', 'G5', 'G6'],
			...['T14', 'T21'],
		]);
	});

	it('takes the titles of tests and groups, also where something is filled in', () => {
		const text = "describe('[T1] one', () => { it(`[T2] ${two} of it`, () => {}); holds('three', x); name('no'); });";
		assert.deepEqual(titlesIn(text), ['[T1] one', '[T2]  of it', 'three']);
	});
});
