import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { healthy } from '../../../src/core/health.ts';
import type { OpenQuestion } from '../../../src/core/situation.ts';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { fails, overloaded, type Play, says } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];
const codex = agent('codex');
const crashed: Failure = { kind: 'agent-crashed', message: 'crashed' };
const outside: OutputPart = { type: 'tool', tool: 'outside', detail: 'server' };
const command: OutputPart = { type: 'tool', tool: 'command', detail: 'npm test' };
const text: OutputPart = { type: 'text', text: 'hello' };

let stage: Stage;

function leavesNoTimer(): void {
	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});
}

function eventsOf(...types: readonly string[]) {
	return stage.journal.events().filter(({ type }) => types.includes(type));
}

describe('route: something was done that cannot be taken back', () => {
	leavesNoTimer();

	let questions: OpenQuestion[];
	const answering = (granted: boolean) => ({
		answer: (question: OpenQuestion) => {
			questions.push(question);
			return Promise.resolve(granted);
		},
	});
	beforeEach(() => {
		questions = [];
	});

	function staged(...parts: readonly OutputPart[]): void {
		stage = new Stage([
			[codex, fails(crashed, ...parts)],
			[b, says('hello')],
		]);
	}

	it('[U12] after a tool outside of the copy and a failure the user is asked, and a yes goes on', async () => {
		staged(outside, text);
		const outcome = await stage.route(request(), answering(true));
		assert.deepEqual(questions, [{ about: 'side-effect', provider: 'b' }]);
		assert.deepEqual(told(outcome), ['codex: agent-crashed', 'b']);
	});

	it('[U12] a no stops the route: nobody else is asked', async () => {
		staged(outside);
		const outcome = await stage.route(request(), answering(false));
		assert.deepEqual(stage.asked, ['codex']);
		assert.equal(!outcome.answered && outcome.because, 'not-confirmed');
		assert.equal(!outcome.answered && outcome.exhausted, false);
	});

	it('[U12] a command or an edit inside the copy is dropped with it, and nobody is asked', async () => {
		staged(
			command,
			{ type: 'tool', tool: 'edit', detail: 'src/a.ts' },
			{ type: 'tool', tool: 'other', detail: 'plan' },
		);
		const outcome = await stage.route(request(), answering(false));
		assert.deepEqual(questions, []);
		assert.deepEqual(told(outcome), ['codex: agent-crashed', 'b']);
	});

	it('[U12] an answer after such a tool is an answer', async () => {
		stage = new Stage([[codex, async (io, ...rest) => (io.output(outside), says('done')(io, ...rest))]]);
		assert.deepEqual(told(await stage.route(request(), answering(false))), ['codex']);
	});

	it('[U12] the question and what was said are written down', async () => {
		staged(outside);
		await stage.route(request(), answering(true));
		const told = eventsOf('request-ask', 'request-consent');
		assert.deepEqual(
			told.map(
				(event) => 'question' in event && [event.type, event.question.about, 'granted' in event && event.granted],
			),
			[
				['request-ask', 'side-effect', false],
				['request-consent', 'side-effect', true],
			],
		);
		const [ended] = eventsOf('attempt-end');
		assert.ok(ended?.type === 'attempt-end' && !ended.end.ok && ended.end.failure.sideEffect === true);
	});

	it('[A1] a provider that declines is followed by nobody without a yes', async () => {
		const cast = [
			[a, fails({ kind: 'refused', message: 'declined' })],
			[b, says('hello')],
		] as const;
		stage = new Stage(cast);
		assert.deepEqual(told(await stage.route(request(), answering(false))), ['a: refused']);
		assert.deepEqual(questions, [{ about: 'refused', provider: 'b' }]);
		stage = new Stage(cast);
		assert.deepEqual(told(await stage.route(request(), answering(true))), ['a: refused', 'b']);
	});
});

describe('route: the user does not wait for a retry', () => {
	leavesNoTimer();

	it('[R8] [T5] skipping the wait goes on with the next provider at once, and never back', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[b, says('hello')],
			],
			{ settings: { onFailure: 'retry' } },
		);
		const running = stage.route();
		await stage.clock.advance(100);
		stage.skip?.();
		const outcome = await running;
		assert.deepEqual(told(outcome), ['a: overloaded', 'b']);
		assert.equal(outcome.tookMs, 100);
		assert.deepEqual(
			eventsOf('request-wait', 'request-skip').map((event) => 'provider' in event && [event.type, event.provider]),
			[
				['request-wait', 'a'],
				['request-skip', 'a'],
			],
		);
	});

	it('[R8] nothing is left to skip once the wait is over', async () => {
		stage = new Stage([[a, fails(overloaded)]], { settings: { onFailure: 'retry', retry: 1 } });
		const running = stage.route();
		await stage.clock.advance(1000);
		await running;
		assert.equal(stage.skip, null);
		assert.deepEqual(stage.asked, ['a', 'a']);
	});

	it('[G9] a cancel together with a skip is a cancel', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[b, says('hello')],
			],
			{ settings: { onFailure: 'retry' } },
		);
		const running = stage.route();
		await stage.clock.advance(100);
		stage.skip?.();
		stage.cancel.abort();
		const outcome = await running;
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.deepEqual(stage.asked, ['a']);
	});
});

describe('route: routes at the same time', () => {
	leavesNoTimer();

	const waiting =
		(release: Promise<void>): Play =>
		async (...given) => {
			await release;
			return says('late')(...given);
		};

	it('[R13] while one provider answers nothing is locked: other routes end before it', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		stage = new Stage([
			[a, waiting(held)],
			[b, says('hello')],
		]);
		const slow = stage.route(request({ id: 'slow' }));
		const others = await Promise.all(
			['one', 'two', 'three'].map((id) => stage.route(request({ id, excluded: ['a'] }))),
		);
		assert.deepEqual(others.map(told), [['b'], ['b'], ['b']]);
		assert.deepEqual(
			eventsOf('request-end').map((event) => 'route' in event && event.route),
			['one', 'two', 'three'],
		);
		release();
		assert.deepEqual(told(await slow), ['a']);
	});

	it('[R13] several routes may ask one healthy provider at once', async () => {
		let running = 0;
		let most = 0;
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const play: Play = async (...given) => {
			most = Math.max(most, ++running);
			if (running === 3) {
				release();
			}
			await held;
			return says('hello')(...given);
		};
		stage = new Stage([[a, play]]);
		await Promise.all(['one', 'two', 'three'].map((id) => stage.route(request({ id }))));
		assert.equal(most, 3);
	});

	it('[A12] [R13] only one of two routes probes a provider that is half-open, the other goes elsewhere', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const cooldown = { until: start, reason: 'overloaded', stated: false, strikes: 1, at: start - 10_000 } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://a.example': cooldown } };
		stage = new Stage(
			[
				[a, waiting(held)],
				[b, says('hello')],
			],
			{ health },
		);
		const probe = stage.route(request({ id: 'one' }));
		const other = await stage.route(request({ id: 'two' }));
		assert.deepEqual(told(other), ['b']);
		assert.deepEqual(other.passedOver, [{ provider: 'a', reason: 'probing' }]);
		assert.equal(other.answered && other.degraded, true);
		release();
		assert.deepEqual(told(await probe), ['a']);
		assert.deepEqual(told(await stage.route(request({ id: 'three' }))), ['a']);
		assert.equal(stage.journal.health().probes, undefined);
	});

	it('[A12] a probe that is cancelled frees the provider', async () => {
		const cooldown = { until: start, reason: 'overloaded', stated: false, strikes: 1, at: start - 10_000 } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://a.example': cooldown } };
		stage = new Stage([[a, (...given) => waiting(new Promise(() => {}))(...given)]], { health });
		const probe = stage.route(request({ id: 'one' }));
		await stage.clock.advance(10);
		assert.deepEqual(stage.journal.health().probes, { 'endpoint https://a.example': 'one' });
		stage.cancel.abort();
		await stage.clock.advance(15_000);
		await probe;
		assert.equal(stage.journal.health().probes, undefined);
	});
});
