import assert from 'node:assert/strict';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { causeText } from '../../../src/editor/routeCause.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { attemptStart, clockFace, requestEnd, requestStart } from './telling.ts';

const a = llm('a', { baseUrl: 'https://secret.corp/v1', model: 'our-own', profiles: [keyed('jane'), keyed('joe')] });
const known = { hosts: new Set<string>(), knowsModel: () => false };

describe('what happened in a route, for a bug report', () => {
	const told: readonly RouterEvent[] = [
		requestStart({ command: 'delegate' }),
		attemptStart(a),
		{ type: 'tool', route: 'route-1', attempt: 1, tool: 'edit', count: 1, target: 'src/private.ts' },
		attemptEnd(a, failed('rate-limited', 60_000)),
		{ ...attemptStart(a), route: 'route-2' },
		requestEnd({ answered: false, because: 'nobody-left', passedOver: [{ provider: 'a', reason: 'tried' }] }),
	];
	const events = told.map((event, place): StampedEvent => ({ ...event, at: start + place }));
	const text = causeText(events, 'route-1', '1.2.3', known, clockFace);

	it('tells each step of this route alone, with the version', () => {
		assert.match(text, /^Switchyard 1\.2\.3\n00:00 \[route-1\] delegate: /);
		assert.match(text, /\[route-1\] attempt 1: a failed after 10 ms: rate-limited/);
		assert.doesNotMatch(text, /route-2/);
		assert.equal(text.trimEnd().split('\n').length, 5);
	});

	it('holds no private host, model, profile or file', () => {
		assert.doesNotMatch(text, /secret\.corp|our-own|jane|joe|private\.ts/);
	});
});
