import assert from 'node:assert/strict';
import type { Provider } from '../../../src/core/provider.ts';
import { createKeyQuestions, type KeyAnswer } from '../../../src/editor/keyQuestions.ts';
import type { Keys, MovedKey } from '../../../src/editor/keys.ts';
import { keyed, llm } from '../../support/providers.ts';
import { situation } from '../../support/settings.ts';

const work = keyed('work');
const api = (id: string) => llm(id, { baseUrl: `https://${id}.example/v1`, profiles: [work] });

/** A user with these providers, whose keys were all given for `old.example`. */
function stage(providers: readonly Provider[], answers: readonly KeyAnswer[], another = true) {
	const asked: string[] = [];
	const allowed: string[] = [];
	const settled: string[][] = [];
	const atHand = new Set<string>();
	const changed: string[] = [];
	const left = [...answers];
	const keys: Pick<Keys, 'accounts' | 'moved' | 'allow' | 'settle'> = {
		accounts: async () => [...atHand],
		moved: async () =>
			providers
				.filter(({ endpoint }) => !atHand.has(`${endpoint}#work`))
				.map((provider): MovedKey => ({ provider, profile: work, from: 'https://old.example' })),
		async allow({ provider }) {
			allowed.push(provider.id);
			atHand.add(`${provider.endpoint}#work`);
		},
		async settle(given) {
			settled.push(given.map(({ id }) => id));
		},
	};
	const { health, kinds, now, settings } = situation(providers);
	const questions = createKeyQuestions({
		keys: keys as Keys,
		journal: {
			append(event) {
				changed.push(event.type === 'keys-changed' ? event.account : event.type);
			},
		},
		standing: () => ({
			settings: { ...settings, reach: 'standard', limits: { cost: null, firstOutputMs: null } },
			health,
			kinds,
			accounts: [],
			now,
		}),
		async ask({ provider }) {
			asked.push(provider.id);
			const answer = left.shift();
			assert.notEqual(answer, undefined, `asked about ${provider.id} without an answer`);
			return answer ?? null;
		},
		async askForAnother(account) {
			if (another) {
				atHand.add(account);
			}
			return another;
		},
	});
	return { questions, asked, allowed, settled, changed };
}

describe('a key whose address has changed', () => {
	const [a, b] = [api('a'), api('b')];

	it('goes there when the user says so, and is asked about no more', async () => {
		const { questions, asked, allowed, changed, settled } = stage([a, b], ['use']);
		await questions.settle({});
		assert.deepEqual([asked, allowed, changed], [['a'], ['a'], ['https://a.example#work']]);
		assert.deepEqual(settled, [['a', 'b']]);
		await questions.settle({});
		assert.deepEqual(asked, ['a']);
	});

	it('is asked about for whoever would be asked first, and for nobody else', async () => {
		const { questions, asked } = stage([a, b], ['use']);
		await questions.settle({ preferred: ['b'] });
		assert.deepEqual(asked, ['b']);
	});

	it('stays where it was when the user says no, and the next one is looked at', async () => {
		const { questions, asked, allowed } = stage([a, b], [null, 'use']);
		await questions.settle({});
		assert.deepEqual([asked, allowed], [['a', 'b'], ['b']]);
	});

	it('is not asked about again in this window after a no', async () => {
		const { questions, asked } = stage([a], [null]);
		await questions.settle({});
		await questions.settle({});
		assert.deepEqual(asked, ['a']);
	});

	it('can be left for another one, which takes its place', async () => {
		const { questions, asked, allowed } = stage([a], ['another']);
		await questions.settle({});
		await questions.settle({});
		assert.deepEqual([asked, allowed], [['a'], []]);
	});

	it('stays a no when another one was wanted and none given', async () => {
		const { questions, asked } = stage([a], ['another'], false);
		await questions.settle({});
		await questions.settle({});
		assert.deepEqual(asked, ['a']);
	});

	it('is asked about once when two requests begin together', async () => {
		const { questions, asked } = stage([a], ['use']);
		await Promise.all([questions.settle({}), questions.settle({})]);
		assert.deepEqual(asked, ['a']);
	});

	it('asks nothing where nobody would be asked', async () => {
		const { questions, asked } = stage([a], []);
		await questions.settle({ pinned: 'gone' });
		assert.deepEqual(asked, []);
	});
});
