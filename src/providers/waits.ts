/** What a provider says about when to come back, in milliseconds from now. `null`: it says nothing that can be read. */

const milliseconds: Readonly<Record<string, number>> = {
	ms: 1,
	millisecond: 1,
	s: 1000,
	sec: 1000,
	second: 1000,
	m: 60_000,
	min: 60_000,
	minute: 60_000,
	h: 3_600_000,
	hr: 3_600_000,
	hour: 3_600_000,
	d: 86_400_000,
	day: 86_400_000,
};

const part =
	'(\\d+(?:\\.\\d+)?)\\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])';
const durationIn = `${part}(?:[\\s,]*(?:and\\s+)?${part})*`;

/** Reads `6m0s`, `1.5s`, `120ms`, `3h 12m`, `2 days and 3 hours`; the whole text must be a duration. */
export function parseDuration(text: string): number | null {
	if (!new RegExp(`^\\s*${durationIn}\\s*$`, 'i').test(text)) {
		return null;
	}
	let total = 0;
	for (const [, amount, unit] of text.matchAll(new RegExp(part, 'gi'))) {
		total += Number(amount) * unitOf(unit ?? '');
	}
	return Math.round(total);
}

/** The headers that name a wait, the most exact first. */
export function waitFromHeaders(headers: Headers, now: number): number | null {
	const exact = parseNumber(headers.get('retry-after-ms'));
	if (exact !== null) {
		return exact;
	}
	return parseRetryAfter(headers.get('retry-after'), now) ?? waitFromRateLimit(headers, now);
}

/**
 * The last resort: a wait that is written in a sentence, as "try again in 3h 12m", "try again at 6:20 AM" or "resets 11pm
 * (Europe/Berlin)". A time of day is in the user's own zone unless the sentence names one.
 */
export function waitFromSentence(sentence: string, now: number): number | null {
	const span = new RegExp(
		`(?:again|retry|reset|resets|available) (?:in|after) (?:about |approximately )?(${durationIn})`,
		'i',
	).exec(sentence);
	if (span?.[1] !== undefined) {
		return parseDuration(span[1]);
	}
	const moment =
		/(?:again at|resets(?: at)?|reset at) (?:([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?,? (?:(\d{4}),? )?(?:at )?)?(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?(?: \(([\w/+-]+)\))?/i.exec(
			sentence,
		);
	if (moment === null) {
		return null;
	}
	const [, month, day, year, hours, minutes, half, zone] = moment;
	const hour = (Number(hours) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
	const minute = Number(minutes ?? 0);
	if (month !== undefined && day !== undefined) {
		return untilDate(`${month} ${day} ${year ?? new Date(now).getFullYear()}`, hour, minute, now);
	}
	return untilTimeOfDay(hour, minute, zone, now);
}

/** Retry-After: seconds, also with a fraction, or a date. */
function parseRetryAfter(value: string | null, now: number): number | null {
	const seconds = parseNumber(value);
	if (seconds !== null) {
		return Math.round(seconds * 1000);
	}
	const date = value === null ? Number.NaN : Date.parse(value);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Of several limits the ones that are used up count; the longest of them. */
function waitFromRateLimit(headers: Headers, now: number): number | null {
	const limits = ['-requests', '-tokens', '']
		.map((suffix) => ({
			wait: parseReset(headers.get(`x-ratelimit-reset${suffix}`), now),
			left: parseNumber(headers.get(`x-ratelimit-remaining${suffix}`)) ?? 0,
		}))
		.filter((limit) => limit.wait !== null);
	const usedUp = limits.filter((limit) => limit.left <= 0);
	const waits = (usedUp.length > 0 ? usedUp : limits).map((limit) => limit.wait ?? 0);
	return waits.length > 0 ? Math.max(...waits) : null;
}

/** A duration, seconds, or a moment in seconds or milliseconds since the epoch. */
function parseReset(value: string | null, now: number): number | null {
	const number = parseNumber(value);
	if (number === null) {
		return value === null ? null : parseDuration(value);
	}
	if (number > 1e12) {
		return Math.max(0, number - now);
	}
	return number > 1e9 ? Math.max(0, number * 1000 - now) : Math.round(number * 1000);
}

function parseNumber(value: string | null): number | null {
	return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

function unitOf(word: string): number {
	const unit = word.toLowerCase();
	return milliseconds[unit] ?? milliseconds[unit.replace(/s$/, '')] ?? 0;
}

function untilDate(date: string, hour: number, minute: number, now: number): number | null {
	const moment = Date.parse(`${date} ${hour}:${String(minute).padStart(2, '0')}`);
	return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

function untilTimeOfDay(hour: number, minute: number, zone: string | undefined, now: number): number | null {
	const minuteOfDay = minuteOfDayIn(zone);
	if (minuteOfDay === null) {
		return null;
	}
	const wanted = hour * 60 + minute;
	const ahead = (wanted - minuteOfDay(now) + 1440) % 1440;
	const moment = Math.floor(now / 60_000) * 60_000 + ahead * 60_000;
	// Where the clocks change in between, the first guess is off by as much as they change.
	const off = ((wanted - minuteOfDay(moment) + 720 + 1440) % 1440) - 720;
	return Math.max(0, moment + off * 60_000 - now);
}

/** `null` when the zone is unknown. */
function minuteOfDayIn(zone: string | undefined): ((moment: number) => number) | null {
	try {
		const format = new Intl.DateTimeFormat('en-GB', {
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23',
			...(zone === undefined ? {} : { timeZone: zone }),
		});
		return (moment) => {
			const [hour, minute] = format.format(moment).split(':');
			return Number(hour) * 60 + Number(minute);
		};
	} catch {
		return null;
	}
}
