import assert from 'node:assert/strict';
import { parseDuration, waitFromLimits, waitFromRetryAfter, waitFromSentence } from '../../../src/providers/waits.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 21, 9, 0, 0);

function retryAfter(headers: Record<string, string>): number | null {
	return waitFromRetryAfter(new Headers(headers), now);
}

function fromLimits(headers: Record<string, string>): number | null {
	return waitFromLimits(new Headers(headers), now);
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
		assert.equal(retryAfter({ 'retry-after': '7' }), 7000);
		assert.equal(retryAfter({ 'retry-after': '0.25' }), 250);
		assert.equal(retryAfter({ 'retry-after': new Date(now + 90_000).toUTCString() }), 90_000);
		assert.equal(retryAfter({ 'retry-after': new Date(now + 90_000).toISOString() }), 90_000);
		assert.equal(retryAfter({}), null);
	});

	it('prefers milliseconds, which are more exact', () => {
		assert.equal(retryAfter({ 'retry-after-ms': '120', 'retry-after': '7' }), 120);
	});

	it('takes the reset of the limit that is used up', () => {
		const headers = {
			'x-ratelimit-remaining-requests': '0',
			'x-ratelimit-reset-requests': '1s',
			'x-ratelimit-remaining-tokens': '15',
			'x-ratelimit-reset-tokens': '6m0s',
		};
		assert.equal(fromLimits(headers), 1000);
		assert.equal(fromLimits({ ...headers, 'x-ratelimit-remaining-requests': '3' }), 6 * minute);
		assert.equal(fromLimits({}), null);
	});

	it('takes a reset as a duration, as seconds, or as a moment in seconds, in milliseconds or written out', () => {
		assert.equal(fromLimits({ 'x-ratelimit-reset-requests': '120ms' }), 120);
		assert.equal(fromLimits({ 'x-ratelimit-reset': '12' }), 12_000);
		assert.equal(fromLimits({ 'x-ratelimit-reset': String(now / 1000 + 12) }), 12_000);
		assert.equal(fromLimits({ 'x-ratelimit-reset': String(now + 12) }), 12);
		assert.equal(fromLimits({ 'anthropic-ratelimit-requests-reset': '2026-11-21T09:00:30Z' }), 30_000);
		assert.equal(fromLimits({ 'anthropic-ratelimit-tokens-reset': '2026-11-21T10:01:00+01:00' }), minute);
		assert.equal(fromLimits({ 'anthropic-ratelimit-unified-reset': String(now / 1000 + 3600) }), hour);
	});

	it('tells Anthropic’s limits apart by what is left of them', () => {
		const headers = {
			'anthropic-ratelimit-requests-remaining': '49',
			'anthropic-ratelimit-requests-reset': '2026-11-21T09:05:00Z',
			'anthropic-ratelimit-input-tokens-remaining': '0',
			'anthropic-ratelimit-input-tokens-reset': '2026-11-21T09:00:20Z',
		};
		assert.equal(fromLimits(headers), 20_000);
	});

	const absurd = [
		'-5',
		'NaN',
		'Infinity',
		'1e999',
		'9'.repeat(400),
		String(31 * 86_400),
		'later',
		'4290 apples',
		'at Dec 1 2026',
		'Sat, 21 Nov 2026 08:59:00 GMT',
		'Mon, 21 Nov 2044 09:00:00 GMT',
		'2026-13-45T99:00:00Z',
		'',
	];
	for (const value of absurd) {
		it(`believes no wait of “${value.slice(0, 40)}”`, () => {
			assert.equal(retryAfter({ 'retry-after': value }), null);
			assert.equal(retryAfter({ 'retry-after-ms': /^\d+$/.test(value) ? `${value}000` : value }), null);
			assert.equal(fromLimits({ 'x-ratelimit-reset': value }), null);
			assert.equal(waitFromSentence(`Try again in ${value} seconds`, now), null);
		});
	}

	it('believes a wait of thirty days', () => {
		assert.equal(retryAfter({ 'retry-after': String(30 * 86_400) }), 720 * hour);
		assert.equal(waitFromSentence('Try again in 31 days', now), null);
	});

	const sentences: readonly [sentence: string, ms: number | null][] = [
		['Please try again in 20s.', 20_000],
		['Please try again in 1.5s. Visit the site to learn more.', 1500],
		['Try again in 3h12m', 3 * hour + 12 * minute],
		['Please retry in 27.5s.', 27_500],
		['Retry after 5 minutes', 5 * minute],
		['Your limit resets in 2 hours', 2 * hour],
		['Please try again in 3h 12m', 3 * hour + 12 * minute],
		['Please try again in 9m38.016s. Need more tokens?', 9 * minute + 38_016],
		['Please retry in 36.449920189s.', 36_450],
		['Please wait 30 seconds before the next request', 30_000],
		['You will regain access on 2026-12-01 at 00:00 UTC.', 231 * hour],
		['Limit resets at: 2026-11-21 09:16:22 UTC', 16 * minute],
		['You will regain access on 2026-11-01 at 00:00 UTC.', null],
		['Try again in 2 months', null],
		['Try again later', null],
		['resets Foo 10 at 7am', null],
		['The port 4290 is busy, request req_401m', null],
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

	it('takes a time without a zone as the user’s own', () => {
		const zones: readonly [zone: string, ms: number][] = [
			['Europe/Berlin', 13 * hour],
			['UTC', 14 * hour],
			['America/New_York', 19 * hour],
			['Asia/Kolkata', 8 * hour + 30 * minute],
		];
		for (const [zone, ms] of zones) {
			assert.equal(waitFromSentence('Limit reached · resets 11pm', now, zone), ms, zone);
			assert.equal(waitFromSentence('resets 11pm (UTC)', now, zone), 14 * hour, zone);
		}
		assert.equal(
			waitFromSentence('try again at Nov 22nd, 2026 6:20 AM.', now, 'Europe/Berlin'),
			20 * hour + 20 * minute,
		);
		assert.equal(waitFromSentence('resets Nov 23 at 7am (America/Chicago)', now, 'UTC'), 52 * hour);
		assert.equal(waitFromSentence('Limit resets at: 2026-11-21 10:16:00', now, 'Europe/Berlin'), 16 * minute);
		assert.equal(waitFromSentence('resets 11pm', now, 'Middle/Earth'), null);
	});

	it('takes a zone that was not passed in as that of this machine', () => {
		const morning = new Date(2026, 10, 21, 5, 0).getTime();
		assert.equal(waitFromSentence('try again at 6:20 AM.', morning), hour + 20 * minute);
		assert.equal(waitFromSentence('try again at Nov 22nd, 2026 6:20 AM.', morning), 25 * hour + 20 * minute);
	});

	it('takes a date without a year as the next one', () => {
		const lastDay = Date.UTC(2026, 11, 31, 12, 0);
		assert.equal(waitFromSentence('resets Jan 2 at 12pm', lastDay, 'UTC'), 48 * hour);
	});

	it('is right across the change of the clocks', () => {
		const beforeTheChange = Date.UTC(2026, 9, 24, 22, 0);
		assert.equal(waitFromSentence('resets 8am (Europe/Berlin)', beforeTheChange), 9 * hour);
		assert.equal(waitFromSentence('resets Oct 25 at 8am', beforeTheChange, 'Europe/Berlin'), 9 * hour);
		assert.equal(waitFromSentence('resets 1:30am', beforeTheChange, 'Europe/Berlin'), hour + 30 * minute);
	});
});
