import { type Chance, chanceOf, createChance, exponential, logNormal } from './chance.ts';
import type { Load } from './trace.ts';

/** One request of a trace. */
export interface Asked {
	readonly number: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly deadline: number;
	readonly inputTokens: number;
	readonly outputTokens: number;
	/** Which window of the editor asks. */
	readonly window: number;
	readonly seed: number;
}

/** Midnight, Pacific time, of a Monday: 08:00 UTC. */
export const traceStart = Date.UTC(2026, 0, 5, 8);

const hourMs = 3_600_000;

/** How busy each hour of the day is, from midnight to midnight, as a part of the busiest; somebody's working day. */
const hours = [
	0.05, 0.02, 0.02, 0.02, 0.02, 0.02, 0.05, 0.15, 0.5, 0.9, 1, 0.95, 0.6, 0.8, 1, 1, 0.9, 0.7, 0.4, 0.3, 0.35, 0.3, 0.2,
	0.1,
];

/** Who asks sits on Pacific time; the time of day matters where a quota comes back at midnight. */
function busyAt(time: number): number {
	return hours[Math.floor((time - traceStart) / hourMs) % 24] ?? 1;
}

/**
 * So many requests in the order of their time. Tokens of a prompt and an answer are log-normal around 3,000 and 400:
 * a file or a part of it, and an edit of some forty lines.
 */
export function requestsOf(
	{ load, windows = 1 }: { readonly load: Load; readonly windows?: number },
	{ count, seed, deadlineMs }: { readonly count: number; readonly seed: number; readonly deadlineMs: number },
): readonly Asked[] {
	const chance = createChance(seed);
	return timesOf(load, count, chance).map((at, number) => ({
		number,
		at,
		deadline: at + deadlineMs,
		inputTokens: Math.round(logNormal(chance, 3000, 1)),
		outputTokens: Math.max(1, Math.round(logNormal(chance, 400, 0.8))),
		window: Math.floor(chance() * windows),
		seed: Math.floor(chanceOf(seed, number) * 2 ** 31),
	}));
}

function timesOf({ perHour, bursts }: Load, count: number, chance: Chance): readonly number[] {
	const times: number[] = [];
	const gap = hourMs / perHour;
	let time = traceStart;
	let burst = bursts === undefined ? Number.POSITIVE_INFINITY : traceStart + exponential(chance, bursts.meanGapMs);
	while (times.length < count) {
		time += exponential(chance, gap);
		while (bursts !== undefined && burst < time) {
			if (chance() < busyAt(burst)) {
				const size = Math.round(logNormal(chance, bursts.median, 0.5));
				for (let made = 0; made < size; made++) {
					times.push(Math.round(burst + chance() * bursts.withinMs));
				}
			}
			burst += exponential(chance, bursts.meanGapMs);
		}
		if (chance() < busyAt(time)) {
			times.push(Math.round(time));
		}
	}
	return times.sort((one, other) => one - other).slice(0, count);
}
