import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { type Consequence, consequences, type FailureKind, statedWaitMs } from '../../../src/core/failure.ts';
import { healthy } from '../../../src/core/health.ts';
import type { Blame } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { situation, tried } from '../../support/settings.ts';

interface Row {
	readonly next: 'b' | 'failure-stops';
	readonly cools: Blame | null;
	readonly seconds: number;
}

const next = (cools: Blame | null, seconds: number): Row => ({ next: 'b', cools, seconds });
const nobodyBlamed = next(null, 0);
const stops: Row = { next: 'failure-stops', cools: null, seconds: 0 };

/** What the specification says of every kind. */
const specified: Readonly<Record<FailureKind, Row>> = {
	'rate-limited': next('profile', 30),
	'quota-exhausted': next('profile', 60),
	overloaded: next('model', 10),
	unreachable: next('endpoint', 10),
	timeout: next('model', 10),
	unauthorized: next('profile', 60),
	billing: next('profile', 60),
	'model-missing': next('model', 60),
	'context-exceeded': nobodyBlamed,
	'output-limit': nobodyBlamed,
	'bad-request': stops,
	refused: nobodyBlamed,
	'bad-output': nobodyBlamed,
	'agent-crashed': next('endpoint', 10),
	'no-snapshot': nobodyBlamed,
	'rollback-failed': stops,
	'not-allowed': next('profile', 60),
	skipped: nobodyBlamed,
	cancelled: stops,
	unknown: nobodyBlamed,
	bug: nobodyBlamed,
};

const keyOf: Readonly<Record<Blame, string>> = {
	endpoint: 'endpoint https://a.example',
	profile: 'profile https://a.example#default',
	model: 'model https://a.example a-model',
};

describe('what follows from a failure', () => {
	const [a, b] = [llm('a'), llm('b')];
	for (const [kind, row] of Object.entries(specified) as [FailureKind, Row][]) {
		const then = row.next === 'b' ? 'the next provider is asked' : 'the route stops';
		it(`[A1] ${kind}: ${then}, and ${row.cools ?? 'nobody'} cools`, () => {
			const decision = decide(situation([a, b], { tried: [tried(a, kind)] }));
			assert.equal(decision.type === 'stop' ? decision.because : decision.provider, row.next);
			const { cooldowns } = record(healthy, attemptEnd(a, failed(kind)), start);
			const until = start + row.seconds * 1000;
			const expected =
				row.cools === null ? {} : { [keyOf[row.cools]]: { until, reason: kind, stated: false, strikes: 1, at: start } };
			assert.deepEqual(cooldowns, expected);
		});
	}

	it('every kind has a word of its own for the status bar', () => {
		const words = Object.values(consequences).map(({ word }) => word);
		assert.equal(new Set(words).size, words.length);
		assert.ok(words.every((word) => /^[a-z][a-z' -]+$/.test(word)));
	});

	it('[U23] [A2] an attempt counts as spend unless the provider turned it away before it could work', () => {
		const free = Object.entries(consequences).filter(([, { charged }]) => !charged);
		assert.deepEqual(
			free.map(([kind]) => kind),
			[
				'rate-limited',
				'quota-exhausted',
				'unauthorized',
				'billing',
				'model-missing',
				'context-exceeded',
				'bad-request',
				'no-snapshot',
				'not-allowed',
			],
		);
	});

	const kindsWith = (holds: (consequence: Consequence) => boolean) =>
		Object.entries(consequences)
			.filter(([, consequence]) => holds(consequence))
			.map(([kind]) => kind);

	it('[R8] the same provider is asked again for what may pass within moments, and for nothing else', () => {
		const again = kindsWith((consequence) => consequence.again);
		assert.deepEqual(again, ['overloaded', 'unreachable', 'timeout', 'agent-crashed', 'unknown']);
	});

	it('[G3] what a person has to mend, or a quota that has its time, keeps away the only one left too', () => {
		const hard = kindsWith(({ soft }) => !soft);
		assert.deepEqual(hard, ['quota-exhausted', 'unauthorized', 'billing', 'model-missing', 'not-allowed']);
	});

	const ceilings: readonly (readonly [minutes: number, kinds: readonly FailureKind[]])[] = [
		[5, ['rate-limited', 'overloaded', 'unreachable', 'timeout', 'agent-crashed']],
		[60, ['quota-exhausted', 'billing', 'model-missing', 'not-allowed']],
	];
	for (const [minutes, kinds] of ceilings) {
		it(`[R6] failures in a row set aside for ${minutes} minutes at most: ${kinds.join(', ')}`, () => {
			for (const kind of kinds) {
				const often = Array.from({ length: 9 }, () => attemptEnd(a, failed(kind)));
				const [cooldown] = Object.values(
					often.reduce((health, event) => record(health, event, start), healthy).cooldowns,
				);
				assert.equal(cooldown?.until, start + minutes * 60_000, kind);
			}
		});
	}

	it('only limits and overload can state a time to stay away', () => {
		assert.equal(statedWaitMs({ kind: 'rate-limited', message: '', retryAfterMs: 1500 }), 1500);
		assert.equal(statedWaitMs({ kind: 'overloaded', message: '', retryAfterMs: null }), null);
		assert.equal(statedWaitMs({ kind: 'unauthorized', message: '' }), null);
	});
});
