import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { coolingOf, type Health, healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { answered, attemptEnd, attemptStart, failed } from '../../support/events.ts';
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

	it('forgets the oldest events once there are twice as many as it remembers, and keeps the newest', () => {
		const journal = createJournal(new FakeClock(start));
		const append = (from: number, to: number) => {
			for (let number = from; number <= to; number++) {
				journal.append({ ...event, message: String(number) });
			}
		};
		const kept = () => journal.events().map((each) => Number(each.type === 'settings-problem' && each.message));
		append(1, 10_000);
		assert.deepEqual([kept()[0], kept().length], [1, 10_000]);
		append(10_001, 10_001);
		assert.deepEqual([kept()[0], kept().at(-1), kept().length], [5002, 10_001, 5000]);
		append(10_002, 15_001);
		assert.deepEqual([kept()[0], kept().length], [5002, 10_000]);
	});

	it('knows what was known before the first event that it remembers', () => {
		const [early, middle, late] = [llm('early'), llm('middle'), llm('late')];
		const begin: Health = { ...healthy, notReady: { x: { reason: 'too-old', message: 'update it' } } };
		const clock = new FakeClock(start);
		const journal = createJournal(clock, begin);
		assert.equal(journal.before(), begin);
		journal.append(attemptEnd(early, failed('rate-limited')), start - 1000);
		const appendMany = () => {
			for (let number = 1; number <= 4999; number++) {
				journal.append(event);
			}
		};
		appendMany();
		journal.append(attemptEnd(middle, failed('rate-limited')));
		appendMany();
		assert.equal(journal.before(), begin);
		journal.append(attemptEnd(late, failed('rate-limited')));
		const first = record(begin, attemptEnd(early, failed('rate-limited')), start - 1000);
		assert.deepEqual(journal.before(), record(first, attemptEnd(middle, failed('rate-limited')), start));
		const again = journal.events().reduce((known, each) => record(known, each, each.at), journal.before());
		assert.deepEqual(again, journal.health());
	});

	it('a bug of a reader that nobody is told of ends up where bugs of the program do', async () => {
		const heard: unknown[] = [];
		const listeners = process.listeners('uncaughtException');
		process.removeAllListeners('uncaughtException');
		process.on('uncaughtException', (error) => heard.push(error));
		const bug = new Error('drawn wrongly');
		try {
			const journal = createJournal(new FakeClock(start));
			for (const thrown of [bug, 'a word'] as unknown[]) {
				const stop = journal.read(() => {
					throw thrown;
				});
				journal.append(event);
				stop();
			}
			await new Promise((resolve) => setImmediate(resolve));
		} finally {
			process.removeAllListeners('uncaughtException');
			for (const listener of listeners) {
				process.on('uncaughtException', listener);
			}
		}
		assert.equal(heard[0], bug);
		assert.ok(heard[1] instanceof Error && heard[1].message === 'a word');
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

		it('[P1] takes over the sums of all windows, and writes down only what it did not know', () => {
			const journal = createJournal(new FakeClock(start));
			journal.append({ ...attemptStart(llm('b')), turn: { b: 1, c: 1 } });
			journal.append(attemptEnd(llm('b'), answered));
			const { stats, credits } = journal.health();
			const a = { attempts: 3, successes: 2, failures: 1 };
			const heard: RouterEvent[] = [];
			journal.read((event) => heard.push(event));
			const sums = { stats: { ...stats, a }, credits: { ...credits, c: 2 } };
			assert.deepEqual([journal.adopt({}, sums), journal.adopt({}, sums)], [true, false]);
			assert.deepEqual(heard, [{ type: 'statistics-learnt', stats: { a }, credits: { c: 2 }, at: start }]);
			assert.deepEqual([journal.health().stats, journal.health().credits], [sums.stats, { b: -1, c: 2 }]);
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
