import assert from 'node:assert/strict';
import { mostOptionalTokens, optionalRoom } from '../../../src/core/room.ts';

const room = (contextTokens: number | null, needed: number) =>
	optionalRoom({ contextTokens }, { contextTokens: needed });

describe('the room for what may be left out', () => {
	it('is what a context holds beyond what must be sent and the answer, less a tenth for what counts differently', () => {
		assert.equal(room(10_000, 3000), 6000);
	});

	it('is nothing where what must be sent fills the context, and never less', () => {
		assert.equal(room(3000, 3000), 0);
		assert.equal(room(10, 3000), 0);
	});

	it('has an end where the context has none worth naming', () => {
		assert.equal(room(1_000_000, 3000), mostOptionalTokens);
	});

	it('is reckoned from a modest context where nobody knows it', () => {
		assert.equal(room(null, 3000), 11_400);
		assert.equal(room(null, 30_000), 0);
	});
});
