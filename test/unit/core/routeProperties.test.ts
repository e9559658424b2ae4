import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StampedEvent } from '../../../src/core/events.ts';
import { firstChoice } from '../../../src/core/order.ts';
import { isNoDearer } from '../../../src/core/request.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { takesTurns } from '../../../src/core/strategy.ts';
import { situations } from '../../support/arbitraries.ts';
import { drive, type Driven, replayed, turn } from '../../support/drive.ts';
import { runs, Sampled } from '../../support/sampled.ts';

const routes = fc.record({ begin: situations, plan: fc.array(turn, { minLength: 8, maxLength: 8 }) });
const sampled = new Sampled(routes.map(({ begin, plan }) => ({ begin, driven: drive(begin, plan) })));

describe('a route none of whose attempts succeeds', () => {
	holds('[U25] makes no more attempts than maxAttempts', ({ settings }, { decided }) => {
		assert.ok(attemptsIn(decided).length <= settings.maxAttempts);
	});

	holds(
		'[R8] asks no profile more often than its retries and one answer without a limit allow',
		(begin, { decided }) => {
			const { onFailure, retry } = begin.settings;
			const asked = attemptsIn(decided);
			for (const { decision } of asked) {
				const same = asked.filter(
					(each) => each.decision.provider === decision.provider && each.decision.profile === decision.profile,
				);
				const unlimited = same.filter((each) => each.decision.because === 'without-limit');
				assert.ok(unlimited.length <= 1);
				assert.ok(same.length - unlimited.length <= (onFailure === 'retry' ? 1 + retry : 1));
			}
		},
	);

	holds('[T2] ends by its deadline: no attempt and no wait begins after it or goes beyond it', (begin, driven) => {
		const { deadline } = begin.request;
		for (const { decision, at } of driven.decided) {
			assert.ok(decision.type === 'stop' || at < deadline);
			assert.ok(decision.type !== 'wait' || (decision.until > at && decision.until < deadline));
		}
		assert.ok(driven.endedAt <= Math.max(begin.now, deadline));
	});

	holds('[T5] never comes back to whoever was set aside for it', (_begin, { decided }) => {
		const aside = new Set<string>();
		for (const { decision } of decided) {
			const named = new Map(decision.passedOver.map(({ provider, reason }) => [provider, reason]));
			for (const id of aside) {
				assert.ok(decision.type === 'stop' || decision.provider !== id);
				assert.ok(named.has(id) && named.get(id) !== 'ranked-lower');
			}
			for (const { provider, reason } of decision.passedOver) {
				if (reason === 'tried' || reason === 'excluded') {
					aside.add(provider);
				}
			}
		}
	});

	holds('[T11] names every provider exactly once in each of its decisions', ({ settings }, { decided }) => {
		const all = settings.providers.map(({ id }) => id).sort();
		for (const { decision } of decided) {
			const named = decision.passedOver.map(({ provider }) => provider);
			assert.deepEqual((decision.type === 'stop' ? named : [...named, decision.provider]).sort(), all);
		}
	});

	holds(
		'[U23] asks nobody dearer than its first choice, or than whom it asked first, but by a yes',
		(begin, { events }) => {
			const { request, settings } = begin;
			if (settings.consent === 'allow' || request.pinned !== null || takesTurns(settings.strategy)) {
				return;
			}
			const first = firstChoice({ ...begin, tried: [] });
			const starts = events.filter((event) => event.type === 'attempt-start');
			const ids = [first, starts[0]?.provider.id];
			const free = settings.providers.filter(({ id }) => ids.includes(id)).map(({ billing }) => billing);
			for (const event of events) {
				if (event.type === 'request-consent' && event.granted && event.question.about === 'billing') {
					free.push(event.question.to);
				}
				if (event.type === 'attempt-start') {
					assert.ok(free.some((billing) => isNoDearer(event.provider.billing, billing)));
				}
			}
		},
	);

	holds('[T11] is told by its events: from them alone come the same decisions again', (begin, { decided, events }) => {
		const told = JSON.parse(JSON.stringify(events)) as readonly StampedEvent[];
		const before = JSON.parse(JSON.stringify(begin)) as Situation;
		assert.deepEqual(
			replayed(before, told),
			decided.filter(({ decision }) => decision.type !== 'stop'),
		);
	});

	it('is one of many: routes of several attempts, with waits, questions, skips and ends at the deadline', () => {
		const seen = { several: 0, wait: 0, ask: 0, skip: 0, deadline: 0, many: 0 };
		sampled.all(({ driven: { decided, events, cutShort } }) => {
			const attempts = attemptsIn(decided).length;
			seen.several += Number(attempts > 1);
			seen.many += Number(attempts > 3);
			seen.wait += Number(decided.some(({ decision }) => decision.type === 'wait'));
			seen.ask += Number(decided.some(({ decision }) => decision.type === 'ask'));
			seen.skip += Number(events.some(({ type }) => type === 'request-skip'));
			seen.deadline += Number(cutShort > 0);
		});
		for (const [what, count] of Object.entries(seen)) {
			assert.ok(count > runs.numRuns / 100, `${what}: only ${count}`);
		}
	});
});

function attemptsIn(decided: Driven['decided']) {
	return decided.flatMap(({ decision, at }) => (decision.type === 'attempt' ? [{ decision, at }] : []));
}

/** The promise holds for every route. */
function holds(title: string, promise: (begin: Situation, driven: Driven) => void): void {
	it(title, () => {
		sampled.all(({ begin, driven }) => {
			promise(begin, driven);
		});
	});
}
