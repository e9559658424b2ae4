import assert from 'node:assert/strict';
import type { Provider } from '../../../src/core/provider.ts';
import { kinds } from '../../../src/core/provider.ts';
import { type ChatAsker, chatRoute, type ChatView } from '../../../src/editor/chatRoute.ts';
import { createUnderWay } from '../../../src/editor/underWay.ts';
import { createJournal, type Journal } from '../../../src/router/journal.ts';
import { fails, overloaded, PlayedAdapter, type Play, says, stalls } from '../../support/adapters.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

const [a, b] = [llm('a'), llm('b')];
const text = (value: string) => ({ type: 'text', text: value }) as const;

describe('a route in a chat', () => {
	let clock: FakeClock;
	let journal: Journal;
	let adapter: PlayedAdapter;
	let shown: string[];
	let stop: AbortController;

	beforeEach(() => {
		clock = new FakeClock(start);
		journal = createJournal(clock);
		shown = [];
		stop = new AbortController();
	});

	const view: ChatView = {
		begins: (provider) => shown.push(`asks ${provider}`),
		fell: ({ provider, failure }) => shown.push(`${provider}: ${failure.kind}`),
		goesOn: ({ provider, failure }, next) => shown.push(`${provider}: ${failure.kind}, ${next} goes on`),
		text: (piece) => shown.push(`“${piece}”`),
	};

	function ask(cast: readonly (readonly [Provider, Play])[], asker: Partial<ChatAsker> = {}) {
		adapter = new PlayedAdapter(clock, new Map(cast.map(([{ id }, play]) => [id, play])));
		const no = () => Promise.resolve(false);
		return chatRoute(
			request({ task: 'text' }),
			view,
			{ folder: null, signal: stop.signal, isUser: true, answer: no, permit: no, ...asker },
			{
				clock,
				journal,
				settings: () => settingsFor(cast.map(([provider]) => provider)),
				beforeRoute: () => Promise.resolve(),
				router: (folder) => ({
					kinds,
					folder,
					adapter: () => Promise.resolve(adapter),
					workspace: () => Promise.reject(new Error('nothing here changes files')),
					describe: () => Promise.resolve({ files: [], diff: '' }),
					readKey: () => Promise.resolve(null),
					accounts: () => Promise.resolve([]),
				}),
			},
		);
	}

	it('shows each piece of the answer once', async () => {
		const outcome = await ask([[a, says('Hello, ', 'dear ', 'world')]]);
		assert.ok(outcome.answered);
		assert.equal(shown.shift(), 'asks a');
		assert.equal(shown.join('').replaceAll(/[“”]/g, ''), 'Hello, dear world');
	});

	it('tells of a failure before a word was shown, and withdraws nothing', async () => {
		await ask([
			[a, fails(overloaded)],
			[b, says('hello')],
		]);
		assert.deepEqual(shown, ['asks a', 'a: overloaded', 'asks b', '“hello”']);
	});

	it('says where what was shown does not stand, when somebody goes on', async () => {
		await ask([
			[a, fails(overloaded, text('half of '))],
			[b, says('the whole')],
		]);
		assert.deepEqual(shown, ['asks a', '“half of ”', 'asks b', 'a: overloaded, b goes on', '“the whole”']);
	});

	it('gives the calls of the answer that stands, and those of no other', async () => {
		const call = (id: string) => ({ id, name: 'ls', input: {} });
		const outcome = await ask([
			[a, fails(overloaded, text('I look. '))],
			[b, async () => ({ ok: true, text: '', model: null, usage: null, calls: [call('b')] })],
		]);
		assert.deepEqual(outcome.answered && outcome.calls, [call('b')]);
		assert.deepEqual(shown.slice(-1), ['a: overloaded, b goes on']);
	});

	it('asks only the kinds that it may', async () => {
		const model = llm('vs', { kind: 'vscode-lm' });
		const outcome = await ask(
			[
				[model, says('no')],
				[b, says('yes')],
			],
			{ kinds: ['openai'] },
		);
		assert.equal(outcome.answered && outcome.provider.id, 'b');
	});

	it('ends with the window, which waits for it', async () => {
		const underWay = createUnderWay();
		const ended = underWay.run(async (controller) => {
			stop = controller;
			return ask([[a, stalls(text('half'))]]);
		});
		await clock.advance(0);
		assert.deepEqual(shown, ['asks a', '“half”']);
		await underWay.dispose();
		const outcome = await ended;
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.equal(clock.pending, 0);
		const late = await underWay.run((controller) => Promise.resolve(controller.signal.aborted));
		assert.equal(late, true);
	});
});
