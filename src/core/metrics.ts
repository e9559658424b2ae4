import type { FailureKind } from './failure.ts';
import type { Statistics } from './health.ts';
import { percentile } from './latency.ts';

/** How long something took, in milliseconds; `null` where nothing was measured. */
interface Times {
	/** Half of the answers were at least as quick. */
	readonly p50: number | null;
	/** Nineteen of twenty answers were. */
	readonly p95: number | null;
}

/** What is known of one provider, for people. */
export interface Metrics {
	readonly attempts: number;
	readonly successes: number;
	readonly failures: number;
	/** How often a route went on to somebody else after a failure here. */
	readonly spillovers: number;
	/** How often a route came here after a failure of somebody else. */
	readonly takeovers: number;
	/** From 0 to 1; `null` when no attempt ended by itself. What the user stopped counts neither way. */
	readonly successRate: number | null;
	/** The failures by their kind, the most frequent first, equal ones in the order of their names. */
	readonly failedFor: readonly { readonly kind: FailureKind; readonly count: number }[];
	readonly firstOutputMs: Times;
	readonly tookMs: Times;
	/** `null` where none was ever reported. */
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	/** US dollars, failed attempts included; `null` where nothing was ever known. */
	readonly cost: number | null;
	/** `null`: it never failed, or did so before this was counted. */
	readonly lastFailure: NonNullable<Statistics['lastFailure']> | null;
	/** When counting began, milliseconds since the epoch; `null`: not known. */
	readonly since: number | null;
}

const none: Statistics = { attempts: 0, successes: 0, failures: 0 };

/** The statistics of a provider as figures to show; `undefined`: nothing is remembered of it. */
export function metricsOf(statistics: Statistics = none): Metrics {
	const { attempts, successes, failures, spillovers = 0, takeovers = 0, inputTokens, outputTokens, cost } = statistics;
	const ended = successes + failures;
	return {
		attempts,
		successes,
		failures,
		spillovers,
		takeovers,
		successRate: ended === 0 ? null : successes / ended,
		failedFor: byCount(statistics.failedFor ?? {}),
		firstOutputMs: timesOf(statistics.firstOutputMs),
		tookMs: timesOf(statistics.tookMs),
		inputTokens: inputTokens ?? null,
		outputTokens: outputTokens ?? null,
		cost: cost ?? null,
		lastFailure: statistics.lastFailure ?? null,
		since: statistics.since ?? null,
	};
}

function byCount(failedFor: NonNullable<Statistics['failedFor']>): Metrics['failedFor'] {
	const counts = Object.entries(failedFor) as readonly (readonly [FailureKind, number])[];
	return counts
		.map(([kind, count]) => ({ kind, count }))
		.sort((one, other) => other.count - one.count || (one.kind < other.kind ? -1 : 1));
}

function timesOf(samples: readonly number[] = []): Times {
	return { p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}
