import assert from 'node:assert/strict';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { healthy } from '../../../src/core/health.ts';
import { cooledIn, countedIn } from '../../../src/core/windowStatistics.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

const [a, b] = [llm('a'), llm('b')];
const minute = 60_000;
const at = (later: number, event: RouterEvent): StampedEvent => ({ ...event, at: start + later });
const cooled = (now: number, ...events: readonly StampedEvent[]) => cooledIn({ before: healthy, events }, start + now);

describe('what this window alone has counted', () => {
	it('leaves out what other windows told', () => {
		const others = { a: { attempts: 9, successes: 9, failures: 0 } };
		const events = [at(0, { type: 'statistics-learnt', stats: others, credits: {} }), at(1, attemptEnd(a, answered))];
		assert.deepEqual(
			Object.entries(countedIn(events)).map(([id, { attempts }]) => [id, attempts]),
			[['a', 1]],
		);
	});
});

describe('how long a provider was left alone', () => {
	const limited = attemptEnd(a, failed('rate-limited', minute));

	it('is the time that has passed of its cooldown, and all of it once that is over', () => {
		assert.deepEqual(cooled(10_000, at(0, limited)), { a: 10_000 });
		assert.deepEqual(cooled(5 * minute, at(0, limited)), { a: minute });
	});

	it('is added up over its failures, and no time counts twice', () => {
		const events = [at(0, limited), at(minute / 2, limited), at(10 * minute, limited)];
		assert.deepEqual(cooled(60 * minute, ...events), { a: 2.5 * minute });
	});

	it('ends when the user resets it, or when somebody else made it work again', () => {
		const reset = at(10_000, { type: 'cooldowns-reset', keys: null });
		assert.deepEqual(cooled(60 * minute, at(0, limited), reset), { a: 10_000 });
		const success = at(30_000, { ...attemptEnd(a, answered), tookMs: 10 });
		assert.deepEqual(cooled(60 * minute, at(0, limited), success), { a: 30_000 });
	});

	it('goes on as long as there is no end to it', () => {
		const refused = [0, 1, 2].map((later) => at(later, attemptEnd(a, failed('unauthorized'))));
		assert.deepEqual(cooled(90 * minute, ...refused), { a: 90 * minute });
	});

	it('is told of each provider that failed, and of nobody else', () => {
		assert.deepEqual(cooled(minute, at(0, attemptEnd(b, answered)), at(0, attemptEnd(a, failed('refused')))), { a: 0 });
	});
});
