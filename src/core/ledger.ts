import type { StampedEvent } from './events.ts';
import { type Health, healthy, type Statistics } from './health.ts';
import { record } from './record.ts';
import { ownOf } from './ownOf.ts';

/** What all windows have counted of one provider. */
export interface Tally {
	/** When something was last counted, milliseconds since the epoch. */
	readonly at: number;
	readonly stats?: Statistics;
	/** As `Health.credits`: the one with the most has the next turn. */
	readonly credit?: number;
}

/** How far the events of one window are counted. */
export interface Mark {
	/** The number of the last event that is; a window numbers its own from 1. */
	readonly counted: number;
	/** When that event happened, milliseconds since the epoch. */
	readonly at: number;
}

/** The sums of all windows, with what tells which events are in them: so none is missing and none counts twice. */
export interface Ledger {
	/** By provider id. */
	readonly providers: Readonly<Record<string, Tally>>;
	/** By the name that a window gave itself. */
	readonly windows: Readonly<Record<string, Mark>>;
}

/** An event of this window's own that counts. */
export interface Counted {
	readonly number: number;
	readonly event: StampedEvent;
}

/** The parts of health that are sums. */
export type Sums = Readonly<Required<Pick<Health, 'stats' | 'credits'>>>;

export const emptyLedger: Ledger = { providers: {}, windows: {} };

/** Whether an event changes a sum, apart from one that only brings the sums of others. */
export function isCounted(event: StampedEvent): boolean {
	if (event.type === 'statistics-learnt') {
		return false;
	}
	const { stats, credits } = record(healthy, event, event.at);
	return stats !== healthy.stats || credits !== healthy.credits;
}

/** Those of a window's own events that are not in the sums yet. */
export function notCounted(ledger: Ledger, window: string, own: readonly Counted[]): readonly Counted[] {
	const counted = ownOf(ledger.windows, window)?.counted ?? 0;
	return own.filter(({ number }) => number > counted);
}

/**
 * The ledger with a window's own events in it. They are learnt from in the way in which the window itself has learnt from
 * them, so that both come to the same; those that are in the sums already are left out.
 */
export function withCounted(ledger: Ledger, window: string, own: readonly Counted[]): Ledger {
	const left = notCounted(ledger, window, own);
	const last = left.at(-1);
	if (last === undefined) {
		return ledger;
	}
	const before = sumsOf(ledger);
	const start: Health = { ...healthy, ...before };
	const { stats, credits = {} } = left.reduce((known, { event }) => record(known, event, event.at), start);
	const { at } = last.event;
	const ids = new Set([...Object.keys(stats), ...Object.keys(credits)]);
	const changed = [...ids].flatMap((id): [string, Tally][] => {
		const [sum, credit] = [ownOf(stats, id), ownOf(credits, id)];
		return sum === ownOf(before.stats, id) && credit === ownOf(before.credits, id)
			? []
			: [[id, { at, ...(sum === undefined ? {} : { stats: sum }), ...(credit === undefined ? {} : { credit }) }]];
	});
	return {
		providers: Object.fromEntries([...Object.entries(ledger.providers), ...changed]),
		windows: { ...ledger.windows, [window]: { counted: last.number, at } },
	};
}

export function sumsOf({ providers }: Ledger): Sums {
	const tallies = Object.entries(providers);
	return {
		stats: Object.fromEntries(tallies.flatMap(([id, { stats }]) => (stats === undefined ? [] : [[id, stats]]))),
		credits: Object.fromEntries(tallies.flatMap(([id, { credit }]) => (credit === undefined ? [] : [[id, credit]]))),
	};
}

/** So long is a provider remembered that no settings name any more, in milliseconds. */
const rememberedMs = 30 * 86_400_000;
/** The most providers that are remembered: 0.5 KB each. */
const mostProviders = 200;
/**
 * So many windows are remembered, those that counted last. A window needs it only when it could not learn whether its
 * last write had worked, and then it asks with its next one.
 */
const mostWindows = 100;

/** Without what nobody needs any more, so that it can't grow for ever. `named`: the ids in the settings. */
export function bounded(ledger: Ledger, named: readonly string[], now: number): Ledger {
	const inUse = new Set(named);
	const recent = Object.entries(ledger.providers)
		.map(([id, tally]): [string, Tally] => [id, notFromTheFuture(tally, now)])
		.filter(([id, { at }]) => inUse.has(id) || now - at <= rememberedMs);
	const order = latestFirst(recent).sort(([one], [other]) => Number(inUse.has(other)) - Number(inUse.has(one)));
	const marks = Object.entries(ledger.windows).map(([window, mark]): [string, Mark] => [
		window,
		notFromTheFuture(mark, now),
	]);
	return {
		providers: Object.fromEntries(order.slice(0, mostProviders)),
		windows: Object.fromEntries(latestFirst(marks).slice(0, mostWindows)),
	};
}

/** A clock that jumped back: what it says of later counts as said now. */
function notFromTheFuture<T extends { readonly at: number }>(one: T, now: number): T {
	return one.at <= now ? one : { ...one, at: now };
}

/** Of those of the same time the order is that of their names, so that every window keeps the same ones. */
function latestFirst<T extends { readonly at: number }>(all: readonly [string, T][]): [string, T][] {
	return [...all].sort(([one, { at }], [other, { at: otherAt }]) => otherAt - at || (one < other ? -1 : 1));
}
