import assert from 'node:assert/strict';
import type { OpenQuestion } from '../../../src/core/situation.ts';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { fails, overloaded, type Play, says, whole } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [codex, b] = [agent('codex'), llm('b')];
const text: OutputPart = { type: 'text', text: 'hel' };
const tool = (name: 'edit' | 'command' | 'outside' | 'other'): OutputPart => ({ type: 'tool', tool: name, detail: '' });

describe('after a tool that reaches out of the copy', () => {
	let questions: OpenQuestion[];
	const answering = (granted: boolean) => ({
		answer: async (question: OpenQuestion) => {
			questions.push(question);
			return granted;
		},
	});

	beforeEach(() => {
		questions = [];
	});

	it('[U12] a failure is told as such, and the next provider starts only when the user says so', async () => {
		for (const granted of [true, false]) {
			questions = [];
			const stage: Stage = new Stage([
				[codex, fails(overloaded, tool('outside'), tool('edit'), text)],
				[b, says('hello')],
			]);
			const outcome = await stage.route(request(), answering(granted));
			assert.deepEqual(questions, [{ about: 'side-effect', provider: 'b' }]);
			assert.deepEqual(stage.asked, granted ? ['codex', 'b'] : ['codex']);
			assert.deepEqual(outcome.attempts[0]?.failure, { ...overloaded, sideEffect: true });
			const end = stage.journal.events().find((event) => event.type === 'attempt-end')?.end;
			assert.deepEqual(end?.ok === false && end.failure, { ...overloaded, sideEffect: true });
		}
	});

	it('[U12] an answer is an answer', async () => {
		const play: Play = async (io) => {
			io.output(tool('outside'));
			return whole('done');
		};
		const stage = new Stage([[codex, play]]);
		assert.deepEqual(told(await stage.route(request(), answering(false))), ['codex']);
		assert.deepEqual(questions, []);
	});

	it('[U12] what stays in the copy is dropped with it, and nobody is asked about it', async () => {
		const inside = [text, { type: 'activity' }, tool('edit'), tool('command'), tool('other')] as const;
		const stage = new Stage([
			[codex, fails(overloaded, ...inside)],
			[b, says('hello')],
		]);
		const outcome = await stage.route(request(), answering(false));
		assert.deepEqual(told(outcome), ['codex: overloaded', 'b']);
		assert.deepEqual(outcome.attempts[0]?.failure, overloaded);
		assert.deepEqual(questions, []);
		assert.deepEqual(
			stage.journal.events().flatMap((event) => (event.type === 'tool' ? [event.tool] : [])),
			['edit', 'command', 'other'],
		);
	});
});
