import type { Asked } from './asked.ts';
import type { Lane } from './lanes.ts';
import type { Policy, Run } from './policy.ts';
import type { Outcome } from './world.ts';

/** Who is asked next, and what a failure teaches. `tried`: the places of the lanes that failed in this route. */
interface Walker {
	next(tried: readonly number[], asked: Asked, now: number): Lane | null;
	failed(lane: Lane, outcome: Outcome, now: number): void;
}

/** Without failover: only the favourite is ever asked. */
export const firstOnly: Policy = walking(
	'first only',
	'plain',
	'asks the favourite and nobody else',
	({ world: { lanes } }) => ({
		next: (tried) => (tried.length === 0 ? (lanes[0] ?? null) : null),
		failed: () => undefined,
	}),
);

/** Without health: everybody in the order of the settings, for every request anew. */
export const withoutHealth: Policy = walking(
	'no health',
	'plain',
	'asks everybody in order, and remembers nothing',
	({ world: { lanes } }) => ({
		next: (tried) => lanes.find(({ place }) => !tried.includes(place)) ?? null,
		failed: () => undefined,
	}),
);

const flatMs = 60_000;

/** The same cooldown after every failure, as many routers have it; who cools is not asked, whoever is left. */
export const flatCooldown: Policy = walking(
	'flat 60 s',
	'plain',
	'sets whoever fails aside for 60 s, whatever failed',
	({ world: { lanes } }) => {
		const until = new Map<number, number>();
		return {
			next: (tried, _asked, now) =>
				lanes.find(({ place }) => !tried.includes(place) && (until.get(place) ?? 0) <= now) ?? null,
			failed(lane, _outcome, now) {
				until.set(lane.place, now + flatMs);
			},
		};
	},
);

/**
 * In the order of the settings, and from the first failure of an incident on it knows whom it hits and when it ends.
 * Whoever asks the favourite while it works cannot do with fewer failures: one for each incident that nobody announced,
 * one for each failure by chance.
 */
export const hindsight: Policy = walking(
	'hindsight',
	'bound',
	'goes by the order, and knows all about an incident from its first failure on',
	({ world }) => {
		const known = new Map<string, number>();
		return {
			next: (tried, asked, now) =>
				world.lanes.find((lane) => {
					if (tried.includes(lane.place)) {
						return false;
					}
					const { obstacle } = world.foresee(lane, asked, now, 0);
					return obstacle === null || (known.get(obstacle.name) ?? 0) <= now;
				}) ?? null,
			failed(_lane, { obstacle }) {
				if (obstacle !== null) {
					known.set(obstacle.name, obstacle.until);
				}
			},
		};
	},
);

function walking(name: string, sort: Policy['sort'], about: string, create: (run: Run) => Walker): Policy {
	return {
		name,
		sort,
		about,
		begin(run) {
			const { world, timeline, ledger } = run;
			const walker = create(run);
			const walk = (asked: Asked, tried: readonly number[]) => {
				const now = timeline.now();
				const lane = now < asked.deadline ? walker.next(tried, asked, now) : null;
				if (lane === null) {
					ledger.unanswered(asked);
					return;
				}
				const outcome = world.send(lane, asked, now, 0);
				ledger.sent(asked, outcome);
				timeline.at(now + outcome.tookMs, () => {
					if (outcome.failure === null) {
						ledger.answered(asked, lane, outcome, now);
						return;
					}
					walker.failed(lane, outcome, timeline.now());
					walk(asked, [...tried, lane.place]);
				});
			};
			return (asked) => {
				walk(asked, []);
			};
		},
	};
}
