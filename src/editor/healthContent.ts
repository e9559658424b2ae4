import * as v from 'valibot';
import { consequences, type FailureKind } from '../core/failure.ts';
import { type Cooldowns, healthy } from '../core/health.ts';
import type { Ledger } from '../core/ledger.ts';

/** What all windows know together. */
export interface Shared {
	readonly cooldowns: Cooldowns;
	/** `null`: nothing is counted yet, or what was counted can't be read. */
	readonly ledger: Ledger | null;
}

export const nothingShared: Shared = { cooldowns: healthy.cooldowns, ledger: null };

const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const samples = v.pipe(v.array(amount), v.maxLength(20));
const kind = v.picklist(Object.keys(consequences) as FailureKind[]);

const cooldownSchema = v.strictObject({
	until: finite,
	reason: kind,
	stated: v.boolean(),
	strikes: count,
	at: finite,
});

const statisticsSchema = v.strictObject({
	attempts: count,
	successes: count,
	failures: count,
	failedFor: v.exactOptional(v.record(kind, count)),
	spillovers: v.exactOptional(count),
	takeovers: v.exactOptional(count),
	lastFailure: v.exactOptional(v.strictObject({ kind, at: finite })),
	since: v.exactOptional(finite),
	firstOutputMs: v.exactOptional(samples),
	tookMs: v.exactOptional(samples),
	inputTokens: v.exactOptional(amount),
	outputTokens: v.exactOptional(amount),
	cost: v.exactOptional(amount),
});

/** Lists, since an id can be a name that every object has. */
const countedSchema = v.pipe(
	v.strictObject({
		providers: v.array(
			v.strictObject({
				id: v.string(),
				at: finite,
				credit: v.exactOptional(finite),
				stats: v.exactOptional(statisticsSchema),
			}),
		),
		windows: v.array(v.strictObject({ id: v.string(), counted: count, at: finite })),
	}),
	v.transform(
		({ providers, windows }): Ledger => ({
			providers: Object.fromEntries(providers.map(({ id, ...tally }) => [id, tally])),
			windows: Object.fromEntries(windows.map(({ id, ...mark }) => [id, mark])),
		}),
	),
);

const contentSchema = v.variant('version', [
	// Cooldowns alone: the content before anything was counted.
	v.strictObject({ version: v.literal(1), cooldowns: v.record(v.string(), cooldownSchema) }),
	v.strictObject({
		version: v.literal(2),
		cooldowns: v.record(v.string(), cooldownSchema),
		// Damage to the sums costs no cooldown.
		counted: v.fallback(v.nullable(countedSchema), null),
	}),
]);

/** `null`: damaged, or not ours. */
export function sharedFrom(text: string): Shared | null {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return null;
	}
	const { success, output } = v.safeParse(contentSchema, content);
	return success ? { cooldowns: output.cooldowns, ledger: output.version === 1 ? null : output.counted } : null;
}

export function textOf({ cooldowns, ledger }: Shared): string {
	const counted = ledger === null ? null : { providers: listOf(ledger.providers), windows: listOf(ledger.windows) };
	return JSON.stringify({ version: 2, cooldowns, counted });
}

function listOf<T extends object>(all: Readonly<Record<string, T>>): readonly (T & { readonly id: string })[] {
	return Object.entries(all).map(([id, each]) => ({ id, ...each }));
}
