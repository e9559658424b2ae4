/**
 * What a provider says about when to come back, in milliseconds from now. `null`: it says nothing that can be read, or
 * nothing to believe: a moment that is over, or one that lies more than thirty days ahead.
 */

const longestMs = 30 * 86_400_000;

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
	return believed(total);
}

/** The headers that are about the request that failed: retry-after-ms, and Retry-After as seconds or as a date. */
export function waitFromRetryAfter(headers: Headers, now: number): number | null {
	const exact = parseNumber(headers.get('retry-after-ms'));
	if (exact !== null) {
		return believed(exact);
	}
	const value = headers.get('retry-after');
	const seconds = parseNumber(value);
	return seconds === null ? untilWritten(value, now) : believed(seconds * 1000);
}

/**
 * The headers that are about limits, and come with answers of every kind. Of several limits the ones that are used up
 * count; the longest of them.
 */
export function waitFromLimits(headers: Headers, now: number): number | null {
	const limits = [...headers]
		.filter(([name]) => limitHeader.test(name))
		.map(([name, reset]) => ({
			name,
			wait: parseReset(reset, now),
			left: parseNumber(headers.get(name.replace('reset', 'remaining'))) ?? 0,
		}))
		.filter((limit) => limit.wait !== null);
	const usedUp = limits.filter((limit) => limit.left <= 0);
	// A day or a month that is not used up explains nothing, and would be a long time to wait.
	const usual = limits.filter((limit) => !longLimit.test(limit.name));
	const waits = (usedUp.length > 0 ? usedUp : usual).map((limit) => limit.wait ?? 0);
	return waits.length > 0 ? Math.max(...waits) : null;
}

/**
 * The last resort: a wait that is written in a sentence, as "try again in 3h 12m", "try again at 6:20 AM" or "resets 11pm
 * (Europe/Berlin)". A time of day is in the user's own `zone` unless the sentence names one.
 */
export function waitFromSentence(sentence: string, now: number, zone?: string): number | null {
	const span = spanIn.exec(sentence)?.[1];
	if (span !== undefined) {
		return parseDuration(span);
	}
	const written = dateIn.exec(sentence);
	if (written !== null) {
		const [, year, month, day, hour, minute, named] = written;
		const moment = { year: Number(year), month: Number(month), day: Number(day), minute: minuteOf(hour, minute) };
		return untilMoment(moment, named === undefined ? zone : 'UTC', now);
	}
	const clock = clockIn.exec(sentence);
	if (clock === null) {
		return null;
	}
	const [, month, day, year, hours, minutes, half, named] = clock;
	const hour = (Number(hours) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
	const minute = hour * 60 + Number(minutes ?? 0);
	const place = named ?? zone;
	if (month === undefined || day === undefined) {
		return untilTimeOfDay(minute, place, now);
	}
	const date = { month: months.indexOf(month.toLowerCase()) + 1, day: Number(day), minute };
	const thisYear = wallClock(now, place)?.year;
	if (date.month === 0 || thisYear === undefined) {
		return null;
	}
	const wait = untilMoment({ ...date, year: year === undefined ? thisYear : Number(year) }, place, now);
	return wait ?? (year === undefined ? untilMoment({ ...date, year: thisYear + 1 }, place, now) : null);
}

/** Until a clock in that zone next shows this minute of the day. */
export function untilTimeOfDay(minute: number, zone: string | undefined, now: number): number | null {
	const today = wallClock(now, zone);
	if (today === null) {
		return null;
	}
	const day = minute >= today.minute ? today.day : today.day + 1;
	return untilMoment({ ...today, day, minute }, zone, now);
}

/** Until a moment in seconds or milliseconds since the epoch. */
export function untilEpoch(value: number, now: number): number | null {
	return believed((value > 1e12 ? value : value * 1000) - now);
}

/**
 * The headers that say when a limit begins anew; what is left of it stands under the same name with `remaining`.
 * `x-ratelimit-reset-requests` and the like come from OpenAI and Groq, `x-ratelimit-reset` from OpenRouter,
 * `x-ratelimit-reset-tokens-minute` from Mistral, `ratelimit-reset` from the draft of a standard (draft-ietf-httpapi-
 * ratelimit-headers-07), the last from Anthropic.
 */
const limitHeader =
	/^(?:x-ratelimit-reset(?:-[\w-]+)?|ratelimit-reset|anthropic-ratelimit-(?:requests|tokens|input-tokens|output-tokens|unified)-reset)$/;
const longLimit = /-(?:day|month)$/;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const spanIn = new RegExp(
	`\\b(?:(?:again|retry|resets?|available) (?:in|after)|wait(?: for)?) (?:about |approximately )?(${durationIn})`,
	'i',
);
const dateIn =
	/\b(?:again|access|resets?|available|until)(?: at| on)?:? (\d{4})-(\d{2})-(\d{2})(?:T| at | )(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)? ?(UTC|GMT|Z)?/i;
const clockIn =
	/\b(?:again at|resets(?: at)?|reset at) (?:([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?,? (?:(\d{4}),? )?(?:at )?)?(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b\.?(?: \(([\w/+-]+)\))?/i;

/** A wait that can be believed, in whole milliseconds. */
function believed(ms: number): number | null {
	return ms >= 0 && ms <= longestMs ? Math.round(ms) : null;
}

/** A duration, seconds, or a moment: since the epoch, or written out. */
function parseReset(value: string | null, now: number): number | null {
	const number = parseNumber(value);
	if (number !== null) {
		return number > 1e9 ? untilEpoch(number, now) : believed(number * 1000);
	}
	return value === null ? null : (parseDuration(value) ?? untilWritten(value, now));
}

/** A date of HTTP or RFC 3339. Asked for any text, `Date.parse` would find a date in many that are none. */
function untilWritten(value: string | null, now: number): number | null {
	const isDate = value !== null && /^\s*(?:[a-z]{3,9}, .+ GMT|\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:?\d\d))\s*$/i.test(value);
	return isDate ? believed(Date.parse(value) - now) : null;
}

function parseNumber(value: string | null): number | null {
	return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

function unitOf(word: string): number {
	const unit = word.toLowerCase();
	return milliseconds[unit] ?? milliseconds[unit.replace(/s$/, '')] ?? 0;
}

function minuteOf(hour: string | undefined, minute: string | undefined): number {
	return Number(hour) * 60 + Number(minute);
}

/** What calendar and clock show in some zone: months and days count from 1, minutes from midnight. */
interface WallClock {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly minute: number;
}

/** The moment at which the clock of a zone shows this; across a change of the clocks the first guess is off by it. */
function untilMoment(wall: WallClock, zone: string | undefined, now: number): number | null {
	const wanted = asIfUtc(wall);
	let moment = wanted;
	for (let round = 0; round < 2; round++) {
		const shown = wallClock(moment, zone);
		if (shown === null) {
			return null;
		}
		moment += wanted - asIfUtc(shown);
	}
	return believed(moment - now);
}

function asIfUtc({ year, month, day, minute }: WallClock): number {
	return Date.UTC(year, month - 1, day, 0, minute);
}

/** `undefined` is the zone of this machine; `null` when there is no such zone, or no such moment. */
function wallClock(moment: number, zone: string | undefined): WallClock | null {
	try {
		const format = new Intl.DateTimeFormat('en-US', {
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23',
			...(zone === undefined ? {} : { timeZone: zone }),
		});
		const shown = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
		const of = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
		return { year: of('year'), month: of('month'), day: of('day'), minute: of('hour') * 60 + of('minute') };
	} catch {
		return null;
	}
}
