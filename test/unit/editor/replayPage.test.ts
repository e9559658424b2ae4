import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { redecided, type Today } from '../../../src/core/today.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { replayPage } from '../../../src/editor/replayPage.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';
import { clockFace } from './telling.ts';

const [a, b] = [llm('a'), llm('b')];

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
};
const then = { at: start, situation, decision: decide(situation) };

function pageOf(different: Partial<Today> = {}): string {
	const now = start + 3_600_000;
	const standing = { settings: settingsFor([a, b]), health: healthy, kinds: ['openai'] as const, accounts: [], now };
	return replayPage([redecided(then, { ...standing, ...different })], clockFace);
}

describe('the page of a route that is decided once more', () => {
	it('says that it would go the same way', () => {
		const page = pageOf();
		assert.match(page, /^# It would go the same way today\n/);
		assert.match(
			page,
			/the route of 00:00, decided once more with the settings, keys and cooldowns of 01:00\. Nothing was sent\./,
		);
		assert.match(page, /\| 1 \| a is asked \| a is asked \| the same \|/);
		assert.doesNotMatch(page, /\*\*/);
	});

	it('says who would be asked instead, and marks everybody who stands otherwise', () => {
		const now = start + 3_600_000;
		const health = record(healthy, attemptEnd(a, failed('rate-limited', 60_000)), now);
		const page = pageOf({ health, now });
		assert.match(page, /^# Today b would be asked\n/);
		assert.match(page, /\| 1 \| a is asked \| \*\*b is asked\*\* \| otherwise \|/);
		assert.match(page, /\| a \| asked \| \*\*limit, back 01:01\*\* \|/);
		assert.match(page, /\| b \| next in line \| \*\*asked\*\* \|/);
	});

	it('tells of those who are new and of those who are gone', () => {
		const page = pageOf({ settings: settingsFor([llm('new'), b]) });
		assert.match(page, /\| new \| not in your settings \| \*\*asked\*\* \|/);
		assert.match(page, /\| a \| asked \| \*\*no longer in your settings\*\* \|/);
	});

	it('says so when there is nothing to decide', () => {
		assert.match(replayPage([], clockFace), /^# Nothing to decide again\n/);
	});
});
