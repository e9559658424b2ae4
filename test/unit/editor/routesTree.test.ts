import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { changedRows, nodesById, type RouteNode, routesTree } from '../../../src/editor/routesTree.ts';
import { mostCounted } from '../../../src/editor/stories.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { agent, llm } from '../../support/providers.ts';
import { attemptStart, clockFace, requestEnd, requestStart, reviewEnd, telling, type Telling } from './telling.ts';

const [codex, local] = [agent('codex'), llm('local')];

describe('the rows of the routes view', () => {
	let told: Telling;
	let waits: readonly string[];
	beforeEach(() => {
		waits = [];
		told = telling();
	});

	/** Each event a second after the one before. */
	async function tell(...events: readonly RouterEvent[]): Promise<void> {
		for (const event of events) {
			told.append(event);
			await told.clock.advance(1000);
		}
	}

	const tree = () =>
		routesTree(told.stories(), { now: told.clock.now(), clockFace, waits: (route) => waits.includes(route) });
	const call = (tool: 'edit' | 'command', count: number, target?: string): RouterEvent => ({
		type: 'tool',
		route: 'route-1',
		attempt: 1,
		tool,
		count,
		...(target === undefined ? {} : { target }),
	});
	const usage = (cost: number | null): RouterEvent => ({
		type: 'usage',
		route: 'route-1',
		attempt: 1,
		usage: { inputTokens: 1_234_567, outputTokens: 89, cost },
	});

	/** Each row with its depth, as a person reads it: `icon label description`. */
	function shown(nodes: readonly RouteNode[] = tree(), depth = 0): readonly string[] {
		return nodes.flatMap(({ icon, label, description, children }) => [
			`${'  '.repeat(depth)}${icon.name} ${label} ${description}`.trimEnd(),
			...shown(children, depth + 1),
		]);
	}

	it('are none before anything was asked', () => {
		assert.deepEqual(tree(), []);
	});

	it('tell of a request before anybody is asked', async () => {
		await tell(requestStart({ command: 'ask' }));
		assert.deepEqual(shown(), ['loading~spin Ask choosing · 00:00']);
	});

	it('tell who works, for how long, on which files, with which commands and what it used', async () => {
		await tell(
			requestStart({ command: 'delegate' }),
			{ ...attemptStart(codex), estimatedCost: 0.5 },
			call('edit', 3, 'src/cart.ts'),
			call('edit', 1, 'README.md'),
			call('edit', 2),
			call('command', 1, 'npm test'),
			call('command', 2, 'git status'),
			usage(null),
		);
		assert.deepEqual(shown(), [
			'loading~spin Delegate Task codex 7s · 00:00',
			'  loading~spin codex 7s · 1,234,567 in, 89 out',
			'    files Files 6',
			'      file cart.ts src · 3 edits',
			'      file README.md',
			'      ellipsis and 2 more edits',
			'    terminal Commands 3',
			'      terminal npm test',
			'      terminal git status 2 times',
			'    tools Tool calls 9',
		]);
	});

	it('tell the cost so far once the agent reports it, and never what was only expected', async () => {
		await tell(requestStart(), { ...attemptStart(codex), estimatedCost: 0.5 }, usage(0.125));
		assert.equal(shown()[1], '  loading~spin codex 2s · 1,234,567 in, 89 out · $0.13');
	});

	it('tell who could not and why, who took over, and that the answer waits', async () => {
		await tell(
			requestStart(),
			attemptStart(codex),
			attemptEnd(codex, failed('rate-limited', 3_600_000)),
			attemptStart(local, 2),
			{ ...attemptEnd(local, answered), cost: 0.25 },
			requestEnd({ answered: true, provider: 'local', degraded: true }, 2),
		);
		// What was answered in a chat is read there, and waits for nothing.
		assert.equal(shown()[0], 'pass Generate Code local answered · 00:00');
		waits = ['route-1'];
		assert.deepEqual(shown(), [
			'eye Generate Code local answered, waits for you · 00:00',
			'  error codex limit, back 01:00 · 1s',
			'  pass local 1s · $0.25',
		]);
		assert.equal(tree()[0]?.context, 'route.waiting');
		assert.match(tree()[0]?.children[0]?.tooltip ?? '', /codex.*\nBegan at 00:00\nrate-limited: rate-limited/);
	});

	it('tell whom the route waits for until when, and about whom it asks, until somebody works again', async () => {
		const until = told.clock.now() + 3_600_000;
		await tell(requestStart(), { type: 'request-wait', route: 'route-1', provider: 'codex', until, passedOver: [] });
		assert.deepEqual(shown(), ['watch Generate Code waits for codex until 01:00 · 00:00']);
		await tell({ type: 'request-skip', route: 'route-1', provider: 'codex' });
		assert.deepEqual(shown(), ['loading~spin Generate Code choosing · 00:00']);
		const question = { about: 'refused', provider: 'local' } as const;
		await tell({ type: 'request-ask', route: 'route-1', question, passedOver: [] });
		assert.deepEqual(shown(), ['comment-unresolved Generate Code asks you about local · 00:00']);
		await tell({ type: 'request-consent', route: 'route-1', question, granted: true }, attemptStart(local));
		assert.equal(shown()[0], 'loading~spin Generate Code local 1s · 00:00');
	});

	it('tell of unfinished work that waits after nobody could answer, for as long as it does', async () => {
		const end = requestEnd({ answered: false, because: 'nobody-left', passedOver: [] });
		await tell(requestStart(), attemptStart(codex), attemptEnd(codex, failed('rate-limited')), end);
		waits = ['route-1'];
		assert.equal(shown()[0], 'eye Generate Code nobody could answer, unfinished work waits for you · 00:00');
		assert.equal(tree()[0]?.context, 'route.waiting');
		waits = [];
		assert.equal(shown()[0], 'error Generate Code nobody could answer · 00:00');
		assert.equal(tree()[0]?.context, 'route.ended');
	});

	it('say what their icons show to those who can’t see them', async () => {
		await tell(requestStart(), attemptStart(codex), attemptEnd(codex, failed('overloaded')), attemptStart(local, 2));
		const spoken = () => tree()[0]?.children.map((row) => row.spoken);
		assert.deepEqual(spoken(), ['', 'at work']);
		await tell(attemptEnd(local, answered));
		assert.deepEqual(spoken(), ['', 'answered']);
	});

	it('tell at a closer look when the first output came, and what the attempts used in all', async () => {
		const spent = {
			ok: true,
			model: null,
			changedFiles: null,
			usage: { inputTokens: 1000, outputTokens: 5, cost: null },
		};
		await tell(
			requestStart(),
			attemptStart(codex),
			usage(0.25),
			{ ...attemptEnd(codex, failed('overloaded')), cost: 0.25 },
			attemptStart(local, 2),
			{ type: 'first-output', route: 'route-1', attempt: 2, afterMs: 800 },
			{ ...attemptEnd(local, { ...spent, ok: true }), cost: 0.5 },
			requestEnd({ answered: true, provider: 'local', degraded: true }, 2),
		);
		const [route] = tree();
		assert.ok(route);
		assert.deepEqual(route.tooltip.split('\n').slice(2), ['Took 7s', 'Tokens: 1,235,567 in, 94 out', 'Cost: $0.75']);
		assert.match(route.children[1]?.tooltip ?? '', /\nFirst output after 800\sms$/);
	});

	it('tell whose unfinished work somebody goes on from, unless it did not fit any more', async () => {
		const goesOn = { ...attemptStart(local, 2), goesOnFrom: { provider: 'codex', attempt: 1, files: 2 } };
		await tell(requestStart(), attemptStart(codex), attemptEnd(codex, failed('rate-limited', 3_600_000)), goesOn);
		assert.equal(shown()[2], '  loading~spin local goes on from codex · 1s');
		await tell({ type: 'hand-off-failed', route: 'route-1', attempt: 2, from: 'codex' });
		assert.equal(shown()[2], '  loading~spin local 2s');
	});

	const verdicts = [
		['accepted', 'pass Generate Code accepted, by local · 00:00'],
		['discarded', 'circle-slash Generate Code discarded, by local · 00:00'],
		['sent-back', 'discard Generate Code sent back, by local · 00:00'],
	] as const;
	for (const [verdict, row] of verdicts) {
		it(`tell that an answer was ${verdict}`, async () => {
			await tell(
				requestStart(),
				attemptStart(local),
				attemptEnd(local, answered),
				requestEnd({ answered: true, provider: 'local', degraded: false }),
				reviewEnd(verdict),
			);
			assert.equal(shown()[0], row);
			assert.equal(tree()[0]?.context, 'route.ended');
			assert.equal(
				shown()[1]?.trim(),
				verdict === 'sent-back' ? 'discard local sent back by you · 1s' : 'pass local 1s',
			);
		});
	}

	it('tell a cancel without alarm, and any other end without an answer as a failure', async () => {
		const end = (because: 'cancelled' | 'nobody-left') => requestEnd({ answered: false, because, passedOver: [] });
		await tell(requestStart(), attemptStart(local), attemptEnd(local, failed('cancelled')), end('cancelled'));
		await tell(requestStart({ id: 'route-2' }), { ...end('nobody-left'), route: 'route-2' } as RouterEvent);
		assert.deepEqual(shown(), [
			'error Generate Code nobody could answer · 00:00',
			'circle-slash Generate Code cancelled · 00:00',
			'  circle-slash local cancelled · 1s',
		]);
	});

	it('give the file of a row, unless its path is not known whole', async () => {
		await tell(requestStart(), attemptStart(codex), call('edit', 1, 'src/a.ts'), call('edit', 1, '…r/b.ts'));
		const rows = [...nodesById(tree()).values()].filter(({ context }) => context === 'file');
		assert.deepEqual(
			rows.map(({ label, file, tooltip }) => [label, file, tooltip]),
			[
				['a.ts', 'src/a.ts', 'src/a.ts'],
				['b.ts', null, '…r/b.ts'],
			],
		);
	});

	it('are bounded, however many files an agent edits', async () => {
		await tell(requestStart(), attemptStart(codex));
		for (let number = 0; number < 3 * mostCounted; number++) {
			told.append(call('edit', 1, `${number}.ts`));
		}
		const files = nodesById(tree()).get('route-1/1/files')?.children ?? [];
		assert.equal(files.length, mostCounted + 1);
		assert.equal(files.at(-1)?.label, `and ${2 * mostCounted} more edits`);
	});

	it('have ids of their own, which stay while a route goes on', async () => {
		await tell(requestStart(), attemptStart(codex), call('edit', 1, 'a'), call('command', 1, 'a'), call('edit', 1));
		const before = [...nodesById(tree()).keys()];
		assert.equal(before.length, shown().length);
		await tell(call('edit', 1, 'b'), attemptEnd(codex, failed('agent-crashed')));
		const after = nodesById(tree());
		assert.deepEqual(
			before.filter((id) => !after.has(id)),
			[],
		);
	});

	describe('that changed', () => {
		let before: readonly RouteNode[];
		beforeEach(async () => {
			await tell(requestStart(), attemptStart(codex), call('edit', 1, 'a.ts'), call('command', 1, 'ls'), usage(null));
			before = tree();
		});

		it('are none when nothing did', () => {
			assert.deepEqual(changedRows(before, tree()), []);
		});

		it('are those whose seconds count, and all below them', async () => {
			await told.clock.advance(1000);
			assert.deepEqual(changedRows(before, tree()), ['route-1']);
		});

		it('are only the innermost where nothing else did', () => {
			const edited = (nodes: readonly RouteNode[]): readonly RouteNode[] =>
				nodes.map((node) => ({
					...node,
					description: node.context === 'file' ? 'x' : node.description,
					children: edited(node.children),
				}));
			assert.deepEqual(changedRows(before, edited(before)), ['route-1/1/files/a.ts']);
		});

		it('are the one that has a new child', () => {
			const [route] = before;
			const [attempt] = route?.children ?? [];
			assert.ok(route && attempt);
			const fewer = { ...route, children: [{ ...attempt, children: attempt.children.slice(1) }] };
			assert.deepEqual(changedRows([fewer], before), ['route-1/1']);
		});

		it('are all when a route is new', async () => {
			await tell(requestStart({ id: 'route-2' }));
			assert.equal(changedRows(before, tree()), 'all');
		});

		it('are all when a row has its first children, which it shows unfolded as a new one', async () => {
			await tell(requestStart({ id: 'route-2' }));
			const bare = tree();
			await tell({ ...attemptStart(local), route: 'route-2' });
			assert.equal(changedRows(bare, tree()), 'all');
		});
	});
});
