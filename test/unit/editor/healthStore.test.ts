import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Cooldown, coolingOf, forGood } from '../../../src/core/health.ts';
import { blameKey, type Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { systemClock } from '../../../src/editor/clock.ts';
import { createHealthStore, type HealthStore } from '../../../src/editor/healthStore.ts';
import type { Clock } from '../../../src/router/clock.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { answered, attemptEnd, attemptStart, failed } from '../../support/events.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

const work = keyed('work');
const a = llm('a', { profiles: [work] });
const b = llm('b', { profiles: [work] });
const key = blameKey('profile', a, work);
const minute = 60_000;

describe('the health store', () => {
	let folder: string;
	let file: string;
	let clock: FakeClock;
	let stores: HealthStore[];

	beforeEach(() => {
		folder = path.join(temporaryFolder(), 'storage');
		file = path.join(folder, 'health.json');
		clock = new FakeClock(start);
		stores = [];
	});

	afterEach(async () => {
		await Promise.all(stores.map((store) => store.dispose()));
		removeTemporaryFolder(path.dirname(folder));
	});

	/** A window of the machine, or the same one after a reload. */
	function openWindow(time: Clock = clock, named: readonly string[] = []) {
		const journal = createJournal(time);
		let learnt = 0;
		const store = createHealthStore(
			file,
			time,
			journal,
			() => {
				learnt++;
			},
			() => named,
		);
		stores.push(store);
		return {
			store,
			fails: (provider = a, waitMs: number | null = null) => {
				journal.append(attemptEnd(provider, failed('rate-limited', waitMs)));
			},
			answers: (provider = a) => {
				journal.append({ ...attemptEnd(provider, answered), tookMs: 0 });
			},
			/** It is this one's turn among the two. */
			turnsTo: (provider: Provider) => {
				journal.append({ ...attemptStart(provider), turn: { a: 1, b: 1 } });
			},
			resets: (keys: readonly string[] | null = null) => {
				journal.append({ type: 'cooldowns-reset', keys });
			},
			attempts: (provider = a) => journal.health().stats[provider.id]?.attempts ?? 0,
			stats: () => journal.health().stats,
			credits: () => journal.health().credits,
			journal,
			cooldown: (provider = a) => coolingOf(journal.health(), provider, work, time.now()),
			learnt: () => learnt,
		};
	}

	const content = () => {
		const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
		return JSON.parse(text) as Partial<{
			cooldowns: Record<string, Cooldown>;
			counted: { providers: readonly { id: string }[]; windows: readonly { id: string }[] };
		}>;
	};
	const kept = () => content().cooldowns ?? {};
	const counted = () => (content().counted?.providers ?? []).map(({ id }) => id);

	it('[P1] after a reload a provider cools as long as before, with its strikes', async () => {
		const before = openWindow();
		before.fails(a, 10 * minute);
		await before.store.dispose();
		const after = openWindow();
		await after.store.refresh();
		const expected = { until: start + 10 * minute, reason: 'rate-limited', stated: true, strikes: 1, at: start };
		assert.deepEqual(after.cooldown(), expected);
		assert.equal(after.learnt(), 1);
	});

	it('[P1] another window that is open hears of it without asking', async () => {
		const one = openWindow();
		const other = openWindow();
		one.fails();
		assert.equal(await one.store.flush(), true);
		await eventually(() => other.cooldown()?.until, start + minute / 2);
		assert.equal(other.learnt(), 1);
	});

	it('[P1] two windows that learn at the same time lose nothing of each other', async () => {
		// Locks that are really there are as old as the machine's own clock says.
		const one = openWindow(systemClock);
		const other = openWindow(systemClock);
		one.fails(a);
		other.fails(b);
		assert.deepEqual(await Promise.all([one.store.flush(), other.store.flush()]), [true, true]);
		await one.store.refresh();
		await other.store.refresh();
		for (const each of [one, other]) {
			assert.deepEqual([each.cooldown(a)?.strikes, each.cooldown(b)?.strikes], [1, 1]);
		}
	});

	it('[P1] a window that never looked before keeps what is there when it writes, and knows it then', async () => {
		const one = openWindow();
		one.fails(a);
		await one.store.dispose();
		const other = openWindow();
		other.fails(b);
		await other.store.flush();
		assert.deepEqual(Object.keys(kept()).sort(), [key, blameKey('profile', b, work)]);
		assert.equal(other.cooldown(a)?.strikes, 1);
	});

	it('[R4] what a success in one window clears is cleared in the others', async () => {
		const one = openWindow();
		one.fails();
		await one.store.flush();
		const other = openWindow();
		await other.store.refresh();
		other.answers();
		await other.store.flush();
		await one.store.refresh();
		assert.equal(one.cooldown(), null);
		assert.equal(kept()[key]?.strikes, 0);
	});

	it('[R19] what is reset in one window is free in the others, whatever they still remember', async () => {
		const [one, other] = [openWindow(), openWindow()];
		one.fails(a, 10 * minute);
		one.fails(b, 10 * minute);
		await one.store.flush();
		await other.store.refresh();
		assert.equal(other.cooldown(a)?.until, start + 10 * minute);
		one.resets([key]);
		await one.store.flush();
		await other.store.refresh();
		assert.deepEqual([other.cooldown(a), other.cooldown(b)?.strikes], [null, 1]);
		other.resets();
		await other.store.dispose();
		await one.store.refresh();
		assert.deepEqual([one.cooldown(a), one.cooldown(b)], [null, null]);
	});

	it('writes together what is learnt within a quarter of a second, and nothing when nothing was learnt', async () => {
		const one = openWindow();
		one.journal.append({ type: 'readiness', provider: 'a', notReady: null });
		one.journal.append(attemptStart(a));
		assert.equal(clock.pending, 0);
		one.fails(a);
		one.fails(b);
		assert.equal(clock.pending, 1);
		await clock.advance(249);
		assert.deepEqual(kept(), {});
		await clock.advance(1);
		await eventually(() => Object.keys(kept()).length, 2);
		assert.equal(clock.pending, 0);
	});

	it('[P1] a lock that can not be had in time loses nothing: the next write carries it', async () => {
		const one = openWindow();
		const lock = `${file}.lock`;
		writeFileSync(lock, `${process.pid} somebody`);
		utimesSync(lock, new Date(start), new Date(start));
		one.fails();
		const flushed = one.store.flush();
		await eventually(() => clock.pending, 1);
		await clock.advance(1000);
		assert.equal(await flushed, false);
		rmSync(lock);
		await clock.advance(250);
		await eventually(() => kept()[key]?.strikes, 1);
	});

	it('[P1] holds when to come back and why, what was counted, and nothing else', async () => {
		const one = openWindow();
		one.turnsTo(a);
		one.fails();
		await one.store.flush();
		const window = content().counted?.windows[0]?.id ?? '';
		assert.match(window, /^[0-9a-f-]{36}$/);
		const lastFailure = { kind: 'rate-limited', at: start };
		const counts = { attempts: 1, successes: 0, failures: 1, failedFor: { 'rate-limited': 1 } };
		const stats = { ...counts, lastFailure, since: start };
		assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
			version: 2,
			counted: {
				providers: [
					{ id: 'a', at: start, stats, credit: -1 },
					{ id: 'b', at: start, credit: 1 },
				],
				windows: [{ id: window, counted: 2, at: start }],
			},
			cooldowns: {
				'profile https://a.example#work': {
					until: start + minute / 2,
					reason: 'rate-limited',
					stated: false,
					strikes: 1,
					at: start,
				},
			},
		});
		assert.deepEqual(readdirSync(folder), ['health.json']);
	});

	it('[P1] after the clock jumped back nobody is free too early, and nobody stays away for ever', async () => {
		const one = openWindow();
		await clock.advance(24 * 60 * minute);
		one.fails(a, 10 * minute);
		await one.store.dispose();
		clock = new FakeClock(start);
		const after = openWindow();
		await after.store.refresh();
		assert.equal(after.cooldown()?.until, start + 10 * minute);
		assert.equal(await after.store.flush(), true);
		assert.deepEqual([kept()[key]?.until, kept()[key]?.at], [start + 10 * minute, start]);
		await clock.advance(10 * minute);
		const later = openWindow();
		await later.store.refresh();
		assert.equal(later.cooldown(), null);
	});

	it('a cooldown without an end survives', async () => {
		const cooldown = { until: forGood, reason: 'unauthorized', stated: false, strikes: 3, at: start };
		const one = openWindow();
		writeFileSync(file, JSON.stringify({ version: 1, cooldowns: { [key]: cooldown } }));
		await one.store.refresh();
		assert.equal(one.cooldown()?.until, forGood);
	});

	it('forgets what was cleared more than a day ago', async () => {
		const one = openWindow();
		one.fails();
		one.answers();
		await one.store.flush();
		assert.deepEqual(Object.keys(kept()), [key]);
		await clock.advance(24 * 60 * minute + 2);
		await one.store.refresh();
		await one.store.flush();
		assert.deepEqual(kept(), {});
	});

	it('a folder that can not be made is no reason to fail', async () => {
		writeFileSync(folder, 'a file where the folder should be');
		const one = openWindow();
		one.fails();
		await one.store.refresh();
		assert.equal(await one.store.flush(), false);
		assert.equal(one.cooldown()?.strikes, 1);
	});

	it('once it has ended it writes and hears nothing more', async () => {
		const one = openWindow();
		await one.store.dispose();
		one.fails();
		assert.equal(clock.pending, 0);
		const other = openWindow();
		other.fails(b);
		await other.store.flush();
		await one.store.refresh();
		assert.equal(one.learnt(), 0);
	});

	describe('with what was counted', () => {
		it('[P1] [T29] after a reload knows statistics and turns as before', async () => {
			const before = openWindow();
			before.turnsTo(a);
			before.fails(a);
			before.turnsTo(b);
			before.turnsTo(a);
			before.answers(a);
			await before.store.dispose();
			const after = openWindow();
			await after.store.refresh();
			assert.deepEqual([after.stats(), after.credits()], [before.stats(), { a: -1, b: 1 }]);
			assert.equal(after.attempts(), 2);
			assert.equal(clock.pending, 0, 'what comes from the file is in it');
		});

		it('[P1] an answer is written down by itself', async () => {
			const one = openWindow();
			one.answers();
			await clock.advance(250);
			await eventually(counted, ['a']);
		});

		it('[P1] a window that never looked before adds to what is there', async () => {
			const one = openWindow();
			one.turnsTo(a);
			one.answers(a);
			await one.store.dispose();
			const other = openWindow();
			other.turnsTo(b);
			other.answers(a);
			await other.store.flush();
			assert.deepEqual([other.attempts(), other.credits()], [2, { a: 0, b: 0 }]);
			const after = openWindow();
			await after.store.refresh();
			assert.deepEqual([after.attempts(), after.credits()], [2, { a: 0, b: 0 }]);
		});

		it('[P1] [T29] windows that are open at the same time share sums and turns', async () => {
			// Locks that are really there are as old as the machine's own clock says.
			const windows = [openWindow(systemClock), openWindow(systemClock), openWindow(systemClock)];
			for (const each of windows) {
				each.turnsTo(a);
				each.answers(a);
				each.fails(a);
			}
			await Promise.all(windows.map(({ store }) => store.flush()));
			await Promise.all(windows.map(({ store }) => store.refresh()));
			for (const each of windows) {
				assert.deepEqual([each.attempts(), each.stats()['a']?.tookMs, each.credits()], [6, [0, 0, 0], { a: -3, b: 3 }]);
			}
		});

		it('[P1] another window that is open hears of it without asking', async () => {
			const one = openWindow();
			const other = openWindow();
			other.answers();
			one.answers();
			await one.store.flush();
			await eventually(() => other.attempts(), 2);
			assert.equal(other.learnt(), 1);
		});

		it('[P1] whoever writes again and again counts each time once', async () => {
			const one = openWindow();
			for (let round = 1; round <= 3; round++) {
				one.answers();
				assert.equal(await one.store.flush(), true);
				await one.store.refresh();
				assert.equal(one.attempts(), round);
			}
			assert.equal(one.learnt(), 0);
		});

		it('[P1] what could not be written is written later, once', async () => {
			const one = openWindow();
			writeFileSync(`${file}.lock`, `${process.pid} somebody`);
			utimesSync(`${file}.lock`, new Date(start), new Date(start));
			one.answers();
			const flushed = one.store.flush();
			await eventually(() => clock.pending, 1);
			await clock.advance(1000);
			assert.equal(await flushed, false);
			one.answers();
			rmSync(`${file}.lock`);
			await one.store.flush();
			const after = openWindow();
			await after.store.refresh();
			assert.equal(after.attempts(), 2);
		});

		it('[P1] writes what all windows know again when the file is gone', async () => {
			const gone = openWindow();
			gone.answers();
			await gone.store.dispose();
			const one = openWindow();
			await one.store.refresh();
			rmSync(file);
			one.answers();
			await one.store.flush();
			assert.equal(one.attempts(), 2);
			const after = openWindow();
			await after.store.refresh();
			assert.equal(after.attempts(), 2);
		});

		it('[R19] a reset of cooldowns is shared, and no statistics are lost by it', async () => {
			const one = openWindow();
			const other = openWindow();
			one.fails();
			await one.store.flush();
			await other.store.refresh();
			assert.notEqual(other.cooldown(), null);
			one.resets();
			await one.store.flush();
			await other.store.refresh();
			assert.deepEqual([other.cooldown(), other.attempts()], [null, 1]);
		});

		it('forgets a provider that no settings name any more after 30 days', async () => {
			const one = openWindow(clock, ['a']);
			one.answers(a);
			one.answers(b);
			await one.store.flush();
			assert.deepEqual(counted(), ['a', 'b']);
			await clock.advance(30 * 24 * 60 * minute + 1);
			await one.store.refresh();
			await one.store.flush();
			assert.deepEqual(counted(), ['a']);
		});

		it('[P1] every sum can be told from the events of the journal', async () => {
			const other = openWindow();
			other.turnsTo(b);
			other.answers(b);
			await other.store.flush();
			const one = openWindow();
			one.fails(a);
			await one.store.refresh();
			one.turnsTo(a);
			const told = one.journal
				.events()
				.reduce((health, event) => record(health, event, event.at), one.journal.before());
			assert.deepEqual(told, one.journal.health());
			assert.deepEqual([one.attempts(b), one.credits()], [1, { a: 0, b: 0 }]);
		});
	});
});
