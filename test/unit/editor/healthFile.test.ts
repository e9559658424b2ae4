import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cooldowns } from '../../../src/core/health.ts';
import type { Ledger } from '../../../src/core/ledger.ts';
import { systemClock } from '../../../src/editor/clock.ts';
import type { Shared } from '../../../src/editor/healthContent.ts';
import { createHealthFile } from '../../../src/editor/healthFile.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { start } from '../../support/requests.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

const cooldown = { until: start + 1000, reason: 'rate-limited', stated: false, strikes: 1, at: start } as const;
const known: Cooldowns = { a: cooldown };
const ledger: Ledger = {
	providers: {
		a: {
			at: start,
			credit: -1,
			stats: { attempts: 2, successes: 1, failures: 1, failedFor: { timeout: 1 }, cost: 0.5 },
		},
		constructor: { at: start, stats: { attempts: 1, successes: 1, failures: 0, firstOutputMs: [7], tookMs: [9] } },
	},
	windows: { one: { counted: 3, at: start } },
};
const whole = (cooldowns: unknown = known, counted: unknown = null) =>
	JSON.stringify({ version: 2, cooldowns, counted });
const holds = (cooldowns: Cooldowns, counted: Ledger | null = null) => ({
	state: 'whole' as const,
	shared: { cooldowns, ledger: counted },
});
const withKey = (before: Shared, key: string): Shared => ({
	...before,
	cooldowns: { ...before.cooldowns, [key]: cooldown },
});

describe('the health file', () => {
	let folder: string;
	let file: string;
	let lock: string;
	let clock: FakeClock;

	beforeEach(() => {
		folder = temporaryFolder();
		file = path.join(folder, 'health.json');
		lock = `${file}.lock`;
		clock = new FakeClock(start);
	});

	afterEach(() => removeTemporaryFolder(folder));

	const open = () => createHealthFile(file, clock);
	const add = (key: string) => open().update((before) => withKey(before, key));
	/** A lock that was written so long ago by the fake clock. */
	const leaveLock = (owner: number, agoMs: number) => {
		writeFileSync(lock, `${owner} somebody`);
		const at = new Date(start - agoMs);
		utimesSync(lock, at, at);
	};
	const endedProcess = () => spawnSync(process.execPath, ['--version']).pid;

	it('adds to what is there, in a folder that need not exist', async () => {
		file = path.join(folder, 'deep/down/health.json');
		assert.deepEqual(await open().read(), { state: 'missing' });
		assert.equal(await add('a'), 'written');
		assert.equal(await add('b'), 'written');
		assert.deepEqual(await open().read(), holds({ a: cooldown, b: cooldown }));
	});

	for (const [what, text] of [
		['a file that was cut off', whole().slice(0, -3)],
		['an empty file', ''],
		['somebody else’s JSON', '[1, 2]'],
		['a file of another version', JSON.stringify({ version: 3, cooldowns: {} })],
		['a time that is none', whole({ a: { ...cooldown, until: null } })],
		['an unknown reason', whole({ a: { ...cooldown, reason: 'mood' } })],
		['a field that does not belong there', whole({ a: { ...cooldown, prompt: 'secret' } })],
	] as const) {
		it(`[P1] ${what} is set aside as .bad, and a good one takes its place`, async () => {
			writeFileSync(file, text);
			assert.deepEqual(await open().read(), { state: 'bad' });
			assert.equal(await add('a'), 'written');
			assert.equal(readFileSync(`${file}.bad`, 'utf8'), text);
			assert.deepEqual(await open().read(), holds(known));
		});
	}

	it('[P1] keeps what was counted, of providers with any id', async () => {
		assert.equal(await open().update(() => ({ cooldowns: known, ledger })), 'written');
		assert.deepEqual(await open().read(), holds(known, ledger));
		assert.equal(await add('b'), 'written');
		assert.deepEqual(await open().read(), holds({ a: cooldown, b: cooldown }, ledger));
	});

	it('[P1] a file from before anything was counted is read without loss', async () => {
		writeFileSync(file, JSON.stringify({ version: 1, cooldowns: known }));
		assert.deepEqual(await open().read(), holds(known));
		assert.equal(await add('b'), 'written');
		assert.deepEqual(await open().read(), holds({ a: cooldown, b: cooldown }));
	});

	const tally = { id: 'a', at: start, stats: { attempts: 1, successes: 0, failures: 0 } };
	for (const [what, counted] of [
		['that is no list', { providers: {}, windows: [] }],
		['with a number that is none', { providers: [{ ...tally, credit: '1' }], windows: [] }],
		['with less than nothing', { providers: [{ ...tally, stats: { ...tally.stats, failures: -1 } }], windows: [] }],
		['with a field that does not belong there', { providers: [{ ...tally, prompt: 'secret' }], windows: [] }],
		['that is cut short', { providers: [tally] }],
		['that is missing', undefined],
	] as const) {
		it(`[P1] a count ${what} costs no cooldown`, async () => {
			writeFileSync(file, whole(known, counted));
			assert.deepEqual(await open().read(), holds(known));
			assert.equal(await add('b'), 'written');
			assert.deepEqual(await open().read(), holds({ a: cooldown, b: cooldown }));
			assert.deepEqual(readdirSync(folder), ['health.json']);
		});
	}

	it('a folder in its place is set aside too', async () => {
		mkdirSync(file);
		assert.equal(await add('a'), 'written');
		assert.deepEqual(readdirSync(folder).sort(), ['health.json', 'health.json.bad']);
	});

	it('leaves the file alone when nothing changes', async () => {
		writeFileSync(file, `${whole()}\n`);
		assert.equal(await open().update((before) => before), 'written');
		assert.equal(readFileSync(file, 'utf8'), `${whole()}\n`);
	});

	it('[P1] what a process that was killed left behind stops nobody and is cleared away', async () => {
		writeFileSync(file, whole());
		writeFileSync(`${file}.4711.tmp`, whole().slice(0, 10));
		leaveLock(endedProcess(), 0);
		assert.equal(await add('b'), 'written');
		assert.equal(clock.pending, 0);
		assert.deepEqual(readdirSync(folder), ['health.json']);
		assert.deepEqual(await open().read(), holds({ a: cooldown, b: cooldown }));
	});

	for (const [when, agoMs] of [
		['older than five seconds', 5001],
		['from the future, because the clock jumped back,', -5001],
	] as const) {
		it(`a lock that is ${when} is broken although its owner seems to run`, async () => {
			leaveLock(process.pid, agoMs);
			assert.equal(await add('a'), 'written');
			assert.equal(existsSync(lock), false);
		});
	}

	it('[P1] waits for a window that is writing, and goes on when that one is done', async () => {
		// Locks that are really there are as old as the machine's own clock says.
		const each = () => createHealthFile(file, systemClock);
		const updates = ['a', 'b', 'c', 'd'].map((key) => each().update((before) => withKey(before, key)));
		assert.deepEqual(await Promise.all(updates), ['written', 'written', 'written', 'written']);
		const cooldowns = { a: cooldown, b: cooldown, c: cooldown, d: cooldown };
		assert.deepEqual(await each().read(), holds(cooldowns));
	});

	it('gives up after a second while somebody else holds the lock, and touches nothing', async () => {
		leaveLock(process.pid, 5000);
		const update = add('a');
		await eventually(() => clock.pending, 1);
		utimesSync(lock, new Date(start + 1000), new Date(start + 1000));
		await clock.advance(1000);
		assert.equal(await update, 'busy');
		assert.deepEqual(readdirSync(folder), ['health.json.lock']);
	});

	it('[P1] whoever loses the lock in the middle of writing leaves the file to the next one', async () => {
		const update = open().update(() => {
			leaveLock(process.pid, 0);
			return { cooldowns: known, ledger: null };
		});
		assert.equal(await update, 'busy');
		assert.equal(readFileSync(lock, 'utf8'), `${process.pid} somebody`);
		assert.equal(existsSync(file), false);
	});

	it('a lock that can be neither read nor removed any more is no reason to throw', async () => {
		const update = open().update(() => {
			rmSync(lock);
			mkdirSync(lock);
			return { cooldowns: known, ledger: null };
		});
		assert.equal(await update, 'failed');
		assert.equal(existsSync(file), false);
	});

	it('a bug in what is to be written is thrown, and the lock is free again', async () => {
		const bug = new Error('computed wrongly');
		const update = open().update(() => {
			throw bug;
		});
		await assert.rejects(update, bug);
		assert.deepEqual(readdirSync(folder), []);
	});
});
