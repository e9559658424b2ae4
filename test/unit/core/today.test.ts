import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import type { Decided } from '../../../src/core/replay.ts';
import { healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { changedStandings, redecided, type Today } from '../../../src/core/today.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

const [a, b] = [llm('a'), llm('b')];
const day = 86_400_000;

function then(different: Partial<Situation> = {}): Decided {
	const situation: Situation = {
		request: facts({ deadline: start + 60_000 }),
		settings: settingsFor([a, b]),
		health: healthy,
		tried: [],
		consents: [],
		cancelled: false,
		kinds: ['openai'],
		accounts: [],
		now: start,
		...different,
	};
	return { at: situation.now, situation, decision: decide(situation) };
}

const today = (different: Partial<Today> = {}): Today => ({
	settings: settingsFor([a, b]),
	health: healthy,
	kinds: ['openai'],
	accounts: [],
	now: start + day,
	...different,
});

describe('a decision that is taken once more', () => {
	it('comes to the same a day later when nothing has changed, whatever its deadline was', () => {
		const again = redecided(then(), today());
		assert.deepEqual([again.differs, again.today.decision], [false, again.then.decision]);
		assert.deepEqual([...changedStandings(again)], []);
	});

	it('goes by the settings of today', () => {
		const again = redecided(then(), today({ settings: settingsFor([b]) }));
		assert.equal(again.today.decision.type === 'attempt' && again.today.decision.provider, 'b');
		assert.equal(again.differs, true);
		assert.deepEqual([...changedStandings(again)].sort(), ['a', 'b']);
	});

	it('goes by what cools down today', () => {
		const now = start + day;
		const health = record(healthy, attemptEnd(a, failed('rate-limited', 60_000)), now);
		const again = redecided(then(), today({ health, now }));
		assert.equal(again.today.decision.type === 'attempt' && again.today.decision.provider, 'b');
	});

	it('keeps what had happened in the route until then', () => {
		const failure = { provider: 'a', profile: 'default', kind: 'openai', failure: 'overloaded', at: start } as const;
		const tried = [{ ...failure, cost: null, limited: false, sideEffect: false, leftFiles: 0 }];
		const again = redecided(then({ tried, now: start + 5 }), today());
		assert.equal(again.differs, false);
		assert.equal(again.today.situation.tried[0]?.at, again.today.at - 5);
	});

	it('goes by a keyword only where it is still the same word', () => {
		const keyed = (word: string) => settingsFor([a, llm('b', { keywords: [word] })]);
		const before = then({
			settings: keyed('sql'),
			request: facts({ deadline: start + 60_000, keywords: [{ provider: 'b', keyword: 0 }] }),
		});
		assert.equal(redecided(before, today({ settings: keyed('sql') })).differs, false);
		assert.equal(redecided(before, today({ settings: keyed('css') })).differs, true);
	});
});
