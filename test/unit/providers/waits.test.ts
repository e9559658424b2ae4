import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureOf } from '../../../src/providers/openaiFailure.ts';
import { readErrorBody } from '../../../src/providers/said.ts';
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

	it('knows a limit by its name, whatever it counts and for how long', () => {
		for (const suffix of [
			'',
			'-requests',
			'-tokens',
			'-req-minute',
			'-tokens-minute',
			'-requests-day',
			'-tokens-month',
		]) {
			const headers = { [`x-ratelimit-reset${suffix}`]: '37', [`x-ratelimit-remaining${suffix}`]: '0' };
			assert.equal(fromLimits(headers), 37_000, suffix);
		}
		assert.equal(fromLimits({ 'ratelimit-reset': '37', 'ratelimit-remaining': '0' }), 37_000);
		assert.equal(fromLimits({ 'x-ratelimit-limit-requests': '37', 'x-request-reset': '37' }), null);
	});

	it('waits for the end of a day or a month only where it is used up', () => {
		const headers = {
			'x-ratelimit-remaining-tokens-minute': '40',
			'x-ratelimit-reset-tokens-minute': '12',
			'x-ratelimit-remaining-requests-day': '900',
			'x-ratelimit-reset-requests-day': '40000',
		};
		assert.equal(fromLimits(headers), 12_000);
		assert.equal(fromLimits({ ...headers, 'x-ratelimit-remaining-requests-day': '0' }), 40_000_000);
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
		['No access until 2026-11-22 00:00 UTC.', 15 * hour],
		['Please try again in 7m12.5s. Visit the site', 432_500],
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

describe('a wait out of anything at all (U6)', () => {
	const month = 31 * 24 * hour;
	const units = ['ms', 's', 'm', 'h', 'd', ' seconds', ' days', ''];
	const number = fc.oneof(
		fc.double().map(String),
		fc.integer().map(String),
		fc.bigInt().map(String),
		fc.constantFrom('-1', '0', '1e999', 'NaN', 'Infinity', '-0', '0x10', '１２'),
	);
	const duration = fc
		.array(fc.tuple(number, fc.constantFrom(...units)), { minLength: 1, maxLength: 4 })
		.map((parts) => parts.map((each) => each.join('')).join(' '));
	const moment = fc
		.date({ noInvalidDate: true, min: new Date(0), max: new Date('2999-12-31') })
		.chain((date) =>
			fc.constantFrom(date.toUTCString(), date.toISOString(), String(date.getTime()), `${date.getTime() / 1000}`),
		);
	const value = fc.oneof(duration, moment, number, fc.string());
	const header = value.map((text) => text.replace(/[^\x20-\x7e]/g, ''));
	const names = [
		'retry-after',
		'retry-after-ms',
		'x-ratelimit-reset',
		'x-ratelimit-reset-requests',
		'x-ratelimit-reset-tokens-month',
		'x-ratelimit-remaining-requests',
		'anthropic-ratelimit-unified-reset',
	];
	const sentence = fc
		.tuple(fc.constantFrom('try again in', 'resets', 'until', 'Please try again at', 'available on', ''), value)
		.map((parts) => parts.join(' '));

	function isBelievable(wait: number | null): boolean {
		return wait === null || (Number.isInteger(wait) && wait >= 0 && wait <= month);
	}

	it('is never negative, never longer than a month and always a number of milliseconds', () => {
		const headers = fc.dictionary(fc.constantFrom(...names), header);
		const all = fc.record({ headers, words: sentence, status: fc.constantFrom(null, 402, 429, 503, 529) });
		fc.assert(
			fc.property(
				all,
				fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
				({ headers: told, words, status }, zone) => {
					const report = { status, code: null, type: 'rate_limit_error', words, headers: new Headers(told) };
					const failure = failureOf(report, { now, key: null, started: false, zone });
					assert.ok('retryAfterMs' in failure && isBelievable(failure.retryAfterMs));
					assert.ok(isBelievable(waitFromLimits(report.headers, now)));
				},
			),
			{ numRuns: 300 },
		);
	});

	it('holds for the fields of a body', () => {
		const field = fc.oneof(value, fc.double(), fc.integer(), fc.constant(null));
		const shapes = fc.record({ wait: field, seconds: field, at: field, reset: field });
		fc.assert(
			fc.property(shapes, ({ wait, seconds, at, reset }) => {
				const metadata = { headers: { 'X-RateLimit-Reset': reset } };
				const error = { details: [{ retryDelay: wait }], resets_in_seconds: seconds, resets_at: at, metadata };
				for (const body of [
					{ error },
					{ error: { ...error, details: [] } },
					{ error: { resets_at: at } },
					{ error: { metadata } },
				]) {
					assert.ok(isBelievable(readErrorBody(body, now).waitMs));
				}
			}),
			{ numRuns: 300 },
		);
	});
});
