import assert from 'node:assert/strict';
import { createJournal } from '../../../src/router/journal.ts';
import { FakeClock } from '../../support/fakeClock.ts';
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
});
