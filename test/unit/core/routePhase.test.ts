import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { begun, canCome, type Phase, phaseAfter } from '../../../src/core/routePhase.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { answered, attemptEnd, attemptStart, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

const a = llm('a');
const route = 'route-1';
const names: readonly Phase['name'][] = ['deciding', 'waiting', 'asking', 'attempting', 'answered', 'ended'];
const undecided = names.slice(0, 3);
const question = { about: 'refused', provider: 'a' } as const;
const stopped = { answered: false, because: 'nobody-left', passedOver: [] } as const;
const done = { answered: true, provider: 'a', degraded: false } as const;

/** After one attempt: the event, the phases that it can follow, and the one that it leads to (`null`: none of its own). */
const rows: readonly (readonly [event: RouterEvent, can: readonly Phase['name'][], to: Phase | null])[] = [
	[
		{
			type: 'request-start',
			route,
			request: facts(),
			settings: routingOf(settingsFor([a])),
			kinds: ['openai'],
			accounts: [],
		},
		[],
		{ name: 'deciding', attempts: 1 },
	],
	[{ ...attemptStart(a), attempt: 2 }, undecided, { name: 'attempting', attempts: 2 }],
	[{ ...attemptStart(a), attempt: 1 }, [], { name: 'attempting', attempts: 1 }],
	[attemptEnd(a, answered), ['attempting'], { name: 'answered', attempts: 1 }],
	[attemptEnd(a, failed('overloaded')), ['attempting'], { name: 'deciding', attempts: 1 }],
	[{ ...attemptEnd(a, answered), attempt: 2 }, [], { name: 'answered', attempts: 2 }],
	[
		{ type: 'request-wait', route, provider: 'a', until: 1, passedOver: [] },
		undecided,
		{ name: 'waiting', attempts: 1 },
	],
	[{ type: 'request-skip', route, provider: 'a' }, ['waiting'], { name: 'deciding', attempts: 1 }],
	[{ type: 'request-ask', route, question, passedOver: [] }, undecided, { name: 'asking', attempts: 1 }],
	[{ type: 'request-consent', route, question, granted: true }, ['asking'], { name: 'deciding', attempts: 1 }],
	[{ type: 'request-end', route, end: done, attempts: 1, tookMs: 1 }, ['answered'], { name: 'ended', attempts: 1 }],
	[{ type: 'request-end', route, end: stopped, attempts: 1, tookMs: 1 }, undecided, { name: 'ended', attempts: 1 }],
	[{ type: 'request-end', route, end: stopped, attempts: 2, tookMs: 1 }, [], { name: 'ended', attempts: 2 }],
	[{ type: 'first-output', route, attempt: 1, afterMs: 1 }, names, null],
	[{ type: 'tool', route, attempt: 1, tool: 'edit', count: 1 }, names, null],
	[{ type: 'usage', route, attempt: 1, usage: { inputTokens: 1, outputTokens: 1, cost: null } }, names, null],
	[{ type: 'review-end', route, verdict: 'accepted' }, names, null],
];

describe('the phases of a route', () => {
	for (const [index, [event, can, to]] of rows.entries()) {
		it(`${event.type} (${index + 1}) comes ${can.length === 0 ? 'in none' : `while ${can.join(', ')}`}`, () => {
			const phases = names.map((name): Phase => ({ name, attempts: 1 }));
			assert.deepEqual(
				phases.filter((phase) => canCome(event, phase)).map(({ name }) => name),
				can,
			);
			assert.deepEqual(
				phases.map((phase) => phaseAfter(event, phase)),
				phases.map((phase) => to ?? phase),
			);
		});
	}

	it('begin with a decision before any attempt', () => {
		assert.ok(canCome(attemptStart(a), begun));
	});
});
