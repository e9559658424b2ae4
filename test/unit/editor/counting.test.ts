import assert from 'node:assert/strict';
import type { StampedEvent } from '../../../src/core/events.ts';
import { emptyLedger, type Ledger, sumsOf, withCounted } from '../../../src/core/ledger.ts';
import { createCounting } from '../../../src/editor/counting.ts';
import { answered, attemptEnd } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

const event: StampedEvent = { ...attemptEnd(llm('a'), answered), at: start };
const elsewhere = withCounted(emptyLedger, 'other', [
	{ number: 1, event },
	{ number: 2, event },
]);
const attempts = (ledger: Ledger) => sumsOf(ledger).stats['a']?.attempts ?? 0;

describe('what a window counts', () => {
	it('[P1] comes on top of what is in the file, and is no longer left once it is there', () => {
		const counting = createCounting();
		counting.add(event);
		counting.told(elsewhere, counting.look());
		assert.deepEqual([attempts(counting.total()), counting.isLeft()], [3, true]);
		counting.told(counting.total(), counting.look());
		assert.deepEqual([attempts(counting.total()), counting.isLeft()], [3, false]);
	});

	it('[P1] is not counted twice when a write had worked that seemed to have failed', () => {
		const counting = createCounting();
		counting.add(event);
		const written = counting.total();
		counting.add(event);
		counting.told(written, counting.look());
		assert.deepEqual([attempts(written), attempts(counting.total())], [1, 2]);
	});

	it('[P1] is added again when the write had not worked', () => {
		const counting = createCounting();
		counting.add(event);
		counting.total();
		counting.add(event);
		counting.told(elsewhere, counting.look());
		assert.equal(attempts(counting.total()), 4);
	});

	it('never goes down because a look that began earlier ends later', () => {
		const counting = createCounting();
		counting.add(event);
		const earlier = counting.look();
		counting.told(counting.total(), counting.look());
		counting.told(emptyLedger, earlier);
		assert.equal(attempts(counting.total()), 1);
	});

	it('never goes down because the file is gone or damaged', () => {
		const counting = createCounting();
		counting.told(elsewhere, counting.look());
		counting.add(event);
		counting.told(null, counting.look());
		assert.equal(attempts(counting.total()), 3);
	});

	it('two windows never take each other’s events for their own', () => {
		const [one, other] = [createCounting(), createCounting()];
		one.add(event);
		other.add(event);
		other.told(one.total(), other.look());
		assert.equal(attempts(other.total()), 2);
	});
});
