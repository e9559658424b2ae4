import assert from 'node:assert/strict';
import { parseDuration, waitFromHeaders, waitFromSentence } from '../../../src/providers/waits.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 21, 9, 0, 0);

function fromHeaders(headers: Record<string, string>): number | null {
	return waitFromHeaders(new Headers(headers), now);
}

describe('what a provider says about when to come back (U6)', () => {
	const durations: readonly [text: string, ms: number | null][] = [
		['6m0s', 6 * minute],
		['1s', 1000],
		['120ms', 120],
		['1.5s', 1500],
		['3h12m', 3 * hour + 12 * minute],
		['3h 12m', 3 * hour + 12 * minute],
		['2 days and 3 hours', 51 * hour],
		['20 seconds', 20_000],
		['2 months', null],
		['soon', null],
		['', null],
		['5', null],
	];
	for (const [text, ms] of durations) {
		it(`reads the duration “${text}” as ${ms}`, () => {
			assert.equal(parseDuration(text), ms);
		});
	}

	it('takes Retry-After in seconds, in fractions of them and as a date', () => {
		assert.equal(fromHeaders({ 'retry-after': '7' }), 7000);
		assert.equal(fromHeaders({ 'retry-after': '0.25' }), 250);
		assert.equal(fromHeaders({ 'retry-after': new Date(now + 90_000).toUTCString() }), 90_000);
		assert.equal(fromHeaders({ 'retry-after': new Date(now - 90_000).toUTCString() }), 0);
		assert.equal(fromHeaders({ 'retry-after': 'later' }), null);
		assert.equal(fromHeaders({}), null);
	});

	it('prefers the most exact header', () => {
		assert.equal(fromHeaders({ 'retry-after-ms': '120', 'retry-after': '7', 'x-ratelimit-reset-tokens': '6m0s' }), 120);
		assert.equal(fromHeaders({ 'retry-after': '7', 'x-ratelimit-reset-tokens': '6m0s' }), 7000);
	});

	it('takes the reset of the limit that is used up', () => {
		const headers = {
			'x-ratelimit-remaining-requests': '0',
			'x-ratelimit-reset-requests': '1s',
			'x-ratelimit-remaining-tokens': '15',
			'x-ratelimit-reset-tokens': '6m0s',
		};
		assert.equal(fromHeaders(headers), 1000);
		assert.equal(fromHeaders({ ...headers, 'x-ratelimit-remaining-requests': '3' }), 6 * minute);
	});

	it('takes a reset as seconds or as a moment in seconds or milliseconds', () => {
		assert.equal(fromHeaders({ 'x-ratelimit-reset': '12' }), 12_000);
		assert.equal(fromHeaders({ 'x-ratelimit-reset': String(now / 1000 + 12) }), 12_000);
		assert.equal(fromHeaders({ 'x-ratelimit-reset': String(now + 12) }), 12);
	});

	const sentences: readonly [sentence: string, ms: number | null][] = [
		['Please try again in 20s.', 20_000],
		['Please try again in 1.5s. Visit the site to learn more.', 1500],
		['Try again in 3h12m', 3 * hour + 12 * minute],
		['Please retry in 27.5s.', 27_500],
		['Retry after 5 minutes', 5 * minute],
		['Your limit resets in 2 hours', 2 * hour],
		['Try again in 2 months', null],
		['Try again later', null],
		['resets 11pm (Europe/Berlin)', 13 * hour],
		['Limit reached · resets 10:20am (UTC)', hour + 20 * minute],
		['Limit reached · resets 8am (UTC)', 23 * hour],
		['resets 12am (UTC)', 15 * hour],
		['resets 12pm (UTC)', 3 * hour],
		['resets 11pm (Middle/Earth)', null],
	];
	for (const [sentence, ms] of sentences) {
		it(`reads “${sentence}” as ${ms}`, () => {
			assert.equal(waitFromSentence(sentence, now), ms);
		});
	}

	it('takes a time of day without a zone as the user’s own', () => {
		const morning = new Date(2026, 10, 21, 5, 0).getTime();
		assert.equal(waitFromSentence('try again at 6:20 AM.', morning), hour + 20 * minute);
		assert.equal(waitFromSentence('try again at Nov 22nd, 2026 6:20 AM.', morning), 25 * hour + 20 * minute);
	});

	it('is right across the change of the clocks', () => {
		const beforeTheChange = Date.UTC(2026, 9, 24, 22, 0);
		assert.equal(waitFromSentence('resets 8am (Europe/Berlin)', beforeTheChange), 9 * hour);
	});
});
