import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { coolingOf } from '../../../src/core/health.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { keyless, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

describe('the journal', () => {
	const event = { type: 'settings-problem', path: 'switchyard.reach', message: 'wrong' } as const;

	it('stamps each event, learns from it and tells every reader until it stops reading', () => {
		const journal = createJournal(new FakeClock(start));
		const seen: string[] = [];
		const stop = journal.read(({ type, at }) => seen.push(`one ${type} ${at - start}`));
		journal.read(({ type }, health) => seen.push(`two ${type} ${Object.keys(health.notReady).join()}`));
		journal.append(event);
		stop();
		journal.append({ type: 'readiness', provider: 'a', notReady: { reason: 'too-old', message: 'update it' } });
		assert.deepEqual(seen, ['one settings-problem 0', 'two settings-problem ', 'two readiness a']);
		assert.deepEqual(journal.health().notReady, { a: { reason: 'too-old', message: 'update it' } });
	});

	it('a reader that throws disturbs neither the one who appends nor the other readers', () => {
		const bugs: unknown[] = [];
		const journal = createJournal(new FakeClock(start), undefined, (error) => bugs.push(error));
		const seen: string[] = [];
		const bug = new Error('drawn wrongly');
		journal.read(() => {
			throw bug;
		});
		journal.read(({ type }) => seen.push(type));
		journal.append(event);
		assert.deepEqual(seen, ['settings-problem']);
		assert.deepEqual(bugs, [bug]);
	});

	it('forgets the oldest events beyond its limit and keeps the newest', () => {
		const journal = createJournal(new FakeClock(start));
		for (let number = 1; number <= 12_000; number++) {
			journal.append({ ...event, message: String(number) });
		}
		const kept = journal.events();
		assert.ok(kept.length >= 5000 && kept.length <= 10_000);
		const last = kept.at(-1);
		assert.equal(last?.type === 'settings-problem' && last.message, '12000');
	});

	describe('with what another window learnt', () => {
		const provider = llm('a');
		const elsewhere = () => {
			const other = createJournal(new FakeClock(start));
			other.append(attemptEnd(provider, failed('rate-limited')));
			return other.health().cooldowns;
		};

		it('[P1] knows it from then on, and tells whether it was news', () => {
			const journal = createJournal(new FakeClock(start));
			assert.equal(journal.adopt(elsewhere()), true);
			assert.equal(coolingOf(journal.health(), provider, keyless, start)?.until, start + 30_000);
			const known = journal.health();
			assert.equal(journal.adopt(elsewhere()), false);
			assert.equal(journal.health(), known);
		});

		it('keeps its own statistics, and tells its readers what was learnt', () => {
			const journal = createJournal(new FakeClock(start));
			journal.append(attemptEnd(llm('b'), answered));
			const { stats } = journal.health();
			const learnt = elsewhere();
			const heard: RouterEvent[] = [];
			journal.read((event) => heard.push(event));
			journal.adopt(learnt);
			journal.adopt(learnt);
			assert.deepEqual(journal.health().stats, stats);
			assert.deepEqual(heard, [{ type: 'cooldowns-learnt', cooldowns: learnt, at: start }]);
		});

		it('[R6] counts on from the strikes that it heard of', () => {
			const clock = new FakeClock(start);
			const journal = createJournal(clock);
			journal.adopt(elsewhere());
			journal.append(attemptEnd(provider, failed('rate-limited')));
			assert.equal(coolingOf(journal.health(), provider, keyless, start)?.strikes, 2);
		});

		it('[R4] a success here ends a cooldown from there, and hearing of it again does not bring it back', () => {
			const journal = createJournal(new FakeClock(start));
			journal.adopt(elsewhere());
			journal.append({ ...attemptEnd(provider, answered), tookMs: 0 });
			journal.adopt(elsewhere());
			assert.equal(coolingOf(journal.health(), provider, keyless, start), null);
		});
	});
});
