import assert from 'node:assert/strict';
import { coalesceTools, type WorkEvent } from '../../../src/router/coalesceTools.ts';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { FakeClock } from '../../support/fakeClock.ts';

type Part = Extract<OutputPart, { type: 'tool' | 'usage' }>;

const tree = '/copies/1';
const edit = (path: string): Part => ({ type: 'tool', tool: 'edit', detail: `${tree}/${path}` });
const command = (detail: string): Part => ({ type: 'tool', tool: 'command', detail });
const usage = (outputTokens: number): Part => ({ type: 'usage', usage: { inputTokens: 1, outputTokens, cost: null } });
const edited = (target: string, count: number): WorkEvent => ({ type: 'tool', tool: 'edit', target, count });
const ran = (target: string, count: number): WorkEvent => ({ type: 'tool', tool: 'command', target, count });

describe('what is told of an agent at work', () => {
	let clock: FakeClock;
	let told: WorkEvent[];
	let times: number[];
	let tools: ReturnType<typeof coalesceTools>;

	beforeEach(() => {
		clock = new FakeClock(0);
		told = [];
		times = [];
		tools = coalesceTools(clock, (event) => {
			told.push(event);
			times.push(clock.now());
		});
	});

	function take(...parts: readonly Part[]): void {
		parts.forEach((part) => tools.take(part, tree));
	}

	const counted = () => told.reduce((sum, event) => sum + (event.type === 'tool' ? event.count : 0), 0);

	it('is the first tool call at once, with its file or its command', async () => {
		take(edit('src/a.ts'));
		assert.deepEqual(told, [edited('src/a.ts', 1)]);
		await clock.advance(100);
		take(command('npm test -- --secret'));
		assert.deepEqual(told, [edited('src/a.ts', 1), ran('npm test', 1)]);
	});

	it('is nothing but the kind of any other tool, and of what has no name', () => {
		tools.take({ type: 'tool', tool: 'outside', detail: 'my-server' }, tree);
		tools.take({ type: 'tool', tool: 'other', detail: 'TodoWrite' }, tree);
		tools.take(edit('../x'), tree);
		tools.take(command('$SECRET'), tree);
		tools.take({ type: 'tool', tool: 'edit', detail: 'a.ts' }, null);
		tools.end();
		assert.deepEqual(told, [
			{ type: 'tool', tool: 'outside', count: 1 },
			{ type: 'tool', tool: 'other', count: 1 },
			{ type: 'tool', tool: 'edit', count: 2 },
			{ type: 'tool', tool: 'command', count: 1 },
		]);
	});

	it('comes ten times a second at most, the same calls as one', async () => {
		take(edit('a.ts'), edit('a.ts'), edit('b.ts'), edit('a.ts'), command('git status'));
		await clock.advance(100);
		assert.deepEqual(told, [edited('a.ts', 1), edited('a.ts', 2)]);
		await clock.advance(200);
		assert.deepEqual(told.slice(2), [edited('b.ts', 1), ran('git status', 1)]);
		assert.equal(clock.pending, 0);
	});

	it('gives each file its turn while one is edited again and again', async () => {
		take(edit('hot.ts'), edit('hot.ts'), edit('cold.ts'));
		await clock.advance(100);
		take(edit('hot.ts'));
		await clock.advance(100);
		assert.deepEqual(told, [edited('hot.ts', 1), edited('hot.ts', 1), edited('cold.ts', 1)]);
	});

	it('names each file of one edit', () => {
		tools.take({ type: 'tool', tool: 'edit', detail: `${tree}/a.ts, ${tree}/b.ts` }, tree);
		tools.end();
		assert.deepEqual(told, [edited('a.ts', 1), edited('b.ts', 1)]);
	});

	it('is of the usage the last state alone', async () => {
		take(usage(1), usage(2), usage(3));
		await clock.advance(100);
		take(usage(4));
		tools.end();
		assert.deepEqual(
			told.map((event) => (event.type === 'usage' ? event.usage.outputTokens : null)),
			[1, 3, 4],
		);
	});

	it('is all of it at the end, when no timer is left', () => {
		take(edit('a.ts'), edit('b.ts'), edit('b.ts'), usage(7));
		tools.end();
		assert.deepEqual(told, [edited('a.ts', 1), edited('b.ts', 2), usage(7)]);
		assert.equal(clock.pending, 0);
	});

	it('loses no call of a minute with ten thousand each second, and keeps little meanwhile', async () => {
		for (let tick = 0; tick < 600; tick++) {
			for (let call = 0; call < 1000; call++) {
				take(call % 3 === 0 ? command(`npm run x${call}`) : edit(`src/${call}.ts`));
			}
			await clock.advance(100);
		}
		const before = told.length;
		assert.ok(before <= 601, String(before));
		tools.end();
		assert.equal(counted(), 600_000);
		assert.ok(told.length - before <= 210, String(told.length - before));
	}).timeout(30_000);

	it('comes more seldom when the work takes long, and at once again after a silence', async () => {
		const hour = 3_600_000;
		for (let at = 0; at < hour; at += 1000) {
			take(edit('a.ts'), edit('b.ts'));
			await clock.advance(1000);
		}
		assert.ok(told.length < 3200, String(told.length));
		await clock.advance(60_000);
		take(edit('c.ts'));
		assert.deepEqual(told.at(-1), edited('c.ts', 1));
		assert.equal(times.at(-1), clock.now());
	}).timeout(60_000);
});
