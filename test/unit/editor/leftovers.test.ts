import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { anyCopies, type LeftoverParts, offerLeftovers } from '../../../src/editor/leftovers.ts';
import type { Change, Transaction } from '../../../src/workspace/transaction.ts';
import type { Leftover } from '../../../src/workspace/leftovers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('the offer of work that a killed window left behind', () => {
	const change: Change = { path: 'a.txt', before: null, after: { type: 'link', target: 'b' } };
	const leftover = (folder: string, complete = true): Leftover => ({
		place: `/storage/${folder}`,
		owner: { pid: 1, machine: null, started: '1', folder: `/${folder}`, at: 0 },
		complete,
	});

	/** Everything that happens, in order. */
	const scene = (found: readonly Leftover[], answer: string | undefined, changes: readonly Change[] = [change]) => {
		const happened: string[] = [];
		const transaction = {
			changes: () => Promise.resolve(changes),
			rollback: () => {
				happened.push('dropped');
				return Promise.resolve({ ok: true });
			},
		} as unknown as Transaction;
		const parts: LeftoverParts = {
			workspace: {
				leftovers: () => Promise.resolve(found),
				reopen: ({ place }) => {
					happened.push(`opened ${place}`);
					return Promise.resolve({ ok: true, transaction });
				},
				remove: ({ place }) => {
					happened.push(`removed ${place}`);
					return Promise.resolve(null);
				},
			},
			endOrphans: () => {
				happened.push('ended');
				return Promise.resolve();
			},
			ask: (message, ...offers) => {
				happened.push(`asked: ${message} [${offers.join(', ')}]`);
				return Promise.resolve(answer);
			},
			review: ({ changes: shown }, title) => {
				happened.push(`reviewed ${shown.length}: ${title}`);
				return Promise.resolve();
			},
			isOpen: (folder) => folder !== '/elsewhere',
			tell: (message) => {
				happened.push(`told: ${message}`);
			},
		};
		return { parts, happened };
	};
	const one = 'asked: Switchyard found unfinished work in 1 copy of an earlier session. [Review, Remove, Later]';

	it('is not made where there is nothing, or only work on folders that are not open here', async () => {
		for (const found of [[], [leftover('elsewhere')]]) {
			const { parts, happened } = scene(found, 'Remove');
			await offerLeftovers(parts);
			assert.deepEqual(happened, []);
		}
	});

	it('shows the changes of each copy in turn', async () => {
		const { parts, happened } = scene([leftover('x'), leftover('y'), leftover('half', false)], 'Review');
		await offerLeftovers(parts);
		assert.deepEqual(happened, [
			'ended',
			'asked: Switchyard found unfinished work in 3 copies of an earlier session. [Review, Remove, Later]',
			'opened /storage/x',
			'reviewed 1: Unfinished Work',
			'opened /storage/y',
			'reviewed 1: Unfinished Work',
		]);
	});

	it('removes only when that is chosen; closing the notification or Later leaves everything', async () => {
		for (const answer of [undefined, 'Later']) {
			const { parts, happened } = scene([leftover('x')], answer);
			await offerLeftovers(parts);
			assert.deepEqual(happened, ['ended', one]);
		}
		const { parts, happened } = scene([leftover('x')], 'Remove');
		await offerLeftovers(parts);
		assert.deepEqual(happened, ['ended', one, 'removed /storage/x']);
	});

	it('offers no review of a copy that never got complete', async () => {
		const { parts, happened } = scene([leftover('x', false)], 'Remove');
		await offerLeftovers(parts);
		assert.match(happened[1] ?? '', /1 copy that never got complete .*\[Remove, Later\]$/);
		assert.equal(happened[2], 'removed /storage/x');
	});

	it('has nothing to look for where no copy lies', async () => {
		const storage = temporaryFolder();
		assert.equal(await anyCopies(path.join(storage, 'nowhere')), false);
		assert.equal(await anyCopies(storage), false);
		mkdirSync(path.join(storage, 'copy-1-x'));
		assert.equal(await anyCopies(storage), true);
	});

	it('says so where nothing had been changed, and drops the copy', async () => {
		const { parts, happened } = scene([leftover('x')], 'Review', []);
		await offerLeftovers(parts);
		assert.deepEqual(happened.slice(3), ['dropped', 'told: The work of an earlier session had changed no file.']);
	});
});
