import type { LoggedUsage, StampedEvent } from '../core/events.ts';
import type { FailureKind } from '../core/failure.ts';
import type { Work } from '../core/handOff.ts';
import type { OpenQuestion } from '../core/situation.ts';
import type { RouteStory } from './stories.ts';

/** One attempt of a route, laid out in time. */
export interface Lane {
	readonly type: 'attempt';
	/** Counted from 1. */
	readonly attempt: number;
	readonly provider: string;
	/** Left out where the provider has but one. */
	readonly profile: string | null;
	/** The model or the agent that was asked. */
	readonly model: string | null;
	/** Milliseconds since the route began. `until`: when it ended, or now. */
	readonly from: number;
	readonly until: number;
	/** When the first output came, milliseconds since the route began; `null`: none came. */
	readonly firstOutput: number | null;
	readonly state: 'running' | 'answered' | 'failed' | 'stopped' | 'sent-back';
	readonly failure: { readonly kind: FailureKind; readonly message: string } | null;
	/** With a failure: until when it is left alone, milliseconds since the epoch; `null`: it is not, or no longer. */
	readonly backAt: number | null;
	readonly goesOnFrom: Work | null;
	/** Tool calls of an agent. */
	readonly tools: number;
	readonly usage: LoggedUsage | null;
	/** US dollars; `null`: not known. */
	readonly cost: number | null;
}

/** A time in which nobody worked: until somebody may be asked again, or until the user has said something. */
export interface Pause {
	readonly type: 'pause';
	readonly for: 'wait' | OpenQuestion['about'];
	readonly provider: string;
	/** Milliseconds since the route began. */
	readonly from: number;
	readonly until: number;
	/** With a wait: until when it was to last, milliseconds since the epoch. */
	readonly planned: number | null;
	/** With a question: what the user said; `null`: nothing yet. */
	readonly granted: boolean | null;
}

/** A route laid out in time. */
export interface Timeline {
	readonly route: string;
	readonly command: string;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	/** Milliseconds since it began, until its end or until now. */
	readonly lastsMs: number;
	readonly end: RouteStory['end'];
	readonly verdict: RouteStory['verdict'];
	/** The route that it goes on from. */
	readonly continues: string | null;
	/** In the order in which they began. */
	readonly rows: readonly (Lane | Pause)[];
}

/** `null`: the beginning of the route is no longer known. */
export function timelineOf(events: readonly StampedEvent[], story: RouteStory, now: number): Timeline | null {
	const own = events.filter((event) => 'route' in event && event.route === story.route);
	const begin = own.find((event) => event.type === 'request-start');
	if (begin === undefined) {
		return null;
	}
	const end = own.find((event) => event.type === 'request-end');
	const until = end?.at ?? now;
	const rows = own.reduce<readonly (Lane | Pause)[]>((known, event) => withEvent(known, event, begin.at), []);
	const lanes = rows.filter(({ type }) => type === 'attempt').length;
	// A story holds the attempts of the routes that it goes on from too.
	const told = lanes === 0 ? [] : story.attempts.slice(-lanes);
	return {
		route: story.route,
		command: begin.request.command,
		startedAt: begin.at,
		lastsMs: until - begin.at,
		end: story.end,
		verdict: story.verdict,
		continues: begin.request.continues,
		rows: rows.map((row) => finished(row, until - begin.at, told)),
	};
}

/** Of a row that has not ended. */
const open = Number.POSITIVE_INFINITY;

function withEvent(rows: readonly (Lane | Pause)[], event: StampedEvent, startedAt: number): readonly (Lane | Pause)[] {
	const at = event.at - startedAt;
	switch (event.type) {
		case 'attempt-start':
			return [...closed(rows, at), laneOf(event, at)];
		case 'request-wait':
			return [...closed(rows, at), pauseOf('wait', event.provider, at, event.until)];
		case 'request-ask':
			return [...closed(rows, at), pauseOf(event.question.about, event.question.provider, at, null)];
		case 'request-consent':
			return withLast(rows, (last) => (last.type === 'pause' ? { ...last, until: at, granted: event.granted } : last));
		case 'first-output':
			return withLane(rows, (lane) => ({ ...lane, firstOutput: lane.from + event.afterMs }));
		case 'hand-off-failed':
			return withLane(rows, (lane) => ({ ...lane, goesOnFrom: null }));
		case 'tool':
			return withLane(rows, (lane) => ({ ...lane, tools: lane.tools + event.count }));
		case 'usage':
			return withLane(rows, (lane) => ({ ...lane, usage: event.usage, cost: event.usage.cost ?? lane.cost }));
		case 'attempt-end':
			return withLane(rows, (lane) => endedLane(lane, event, at));
		case 'request-skip':
		case 'request-end':
			return closed(rows, at);
		default:
			return rows;
	}
}

type Of<T extends StampedEvent['type']> = Extract<StampedEvent, { type: T }>;

function laneOf({ attempt, provider, profile, goesOnFrom }: Of<'attempt-start'>, at: number): Lane {
	return {
		type: 'attempt',
		attempt,
		provider: provider.id,
		profile: provider.profiles.length > 1 ? profile.name : null,
		model: provider.model ?? provider.agent,
		from: at,
		until: open,
		firstOutput: null,
		state: 'running',
		failure: null,
		backAt: null,
		goesOnFrom: goesOnFrom ?? null,
		tools: 0,
		usage: null,
		cost: null,
	};
}

function pauseOf(why: Pause['for'], provider: string, at: number, planned: number | null): Pause {
	return { type: 'pause', for: why, provider, from: at, until: open, planned, granted: null };
}

function endedLane(lane: Lane, { end, cost, firstOutputMs }: Of<'attempt-end'>, at: number): Lane {
	const firstOutput = lane.firstOutput ?? (firstOutputMs === null ? null : lane.from + firstOutputMs);
	const ended = { ...lane, until: at, cost, firstOutput };
	if (end.ok) {
		return { ...ended, state: 'answered', usage: end.usage ?? lane.usage };
	}
	const { kind, message } = end.failure;
	const byUser = kind === 'cancelled' || kind === 'skipped';
	return { ...ended, state: byUser ? 'stopped' : 'failed', failure: { kind, message } };
}

function closed(rows: readonly (Lane | Pause)[], at: number): readonly (Lane | Pause)[] {
	return withLast(rows, (last) => (last.until === open ? { ...last, until: at } : last));
}

function withLane(rows: readonly (Lane | Pause)[], change: (lane: Lane) => Lane): readonly (Lane | Pause)[] {
	return withLast(rows, (last) => (last.type === 'attempt' ? change(last) : last));
}

function withLast<Row>(rows: readonly Row[], change: (last: Row) => Row): readonly Row[] {
	const last = rows.at(-1);
	return last === undefined ? rows : [...rows.slice(0, -1), change(last)];
}

/** A row with what only the story knows, and none of it after the end. */
function finished(row: Lane | Pause, end: number, told: RouteStory['attempts']): Lane | Pause {
	const from = Math.min(row.from, end);
	const until = Math.max(from, Math.min(row.until, end));
	if (row.type === 'pause') {
		return { ...row, from, until };
	}
	const { backAt = null, sentBack = false } = told[row.attempt - 1] ?? {};
	const firstOutput = row.firstOutput === null ? null : Math.max(from, Math.min(row.firstOutput, until));
	return { ...row, from, until, firstOutput, backAt, state: sentBack ? 'sent-back' : row.state };
}
