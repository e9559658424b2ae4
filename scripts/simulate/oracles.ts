import type { Asked } from './asked.ts';
import type { Lane } from './lanes.ts';
import type { Policy } from './policy.ts';
import { endsWithin, windowAt } from './windows.ts';
import type { Outcome, World } from './world.ts';

/** An attempt that will answer. */
interface Plan {
	readonly lane: Lane;
	/** When to send it, milliseconds since the epoch. */
	readonly at: number;
	readonly made: number;
	readonly outcome: Outcome;
	/** When its first output will be there. */
	readonly firstAt: number;
}

/** Of the attempts that answer when sent now, the one it takes; the sooner one where it has none. */
type Preference = (plans: readonly Plan[], now: number) => Plan | undefined;

/** With the default of two retries a route asks the same way three times at most. */
const mostMade = 3;

export const soonestOracle = oracle('oracle: soonest', 'takes whoever begins to answer soonest', () => undefined);

export const orderedOracle = oracle('oracle: in order', 'takes the first of the order who will answer', (plans, now) =>
	plans.find(({ at }) => at === now),
);

export const cheapestOracle = oracle('oracle: cheapest', 'takes the cheapest who will answer', (plans, now) =>
	best(
		plans.filter(({ at }) => at === now),
		({ lane, outcome, firstAt }) => [outcome.cost, perishesMs(lane), firstAt],
	),
);

/** Of what costs the same, what comes back soonest is used up first. In milliseconds; without a limit: infinity. */
function perishesMs({ rules }: Lane): number {
	return Math.min(
		...rules.map((rule) => (rule.type === 'window' ? rule.everyMs : (rule.holds * 60_000) / rule.perMinute)),
	);
}

/** The luck of a single answer is nothing that a router could ever learn; what a provider is like is. */
export const quickestOracle = oracle(
	'oracle: quickest',
	'takes the quickest by its median who will answer',
	(plans, now) =>
		best(
			plans.filter(({ at }) => at === now),
			({ lane, at }) => [lane.model.firstOutputMs * slowness(lane, at), lane.place],
		),
);

/**
 * Knows every outage, limit and time in advance, so that each request is sent once. When nobody would answer now it
 * waits for whoever answers soonest. Where limits depend on what was asked before, it does not save them up for later.
 */
function oracle(name: string, about: string, prefer: Preference): Policy {
	return {
		name,
		sort: 'bound',
		about,
		begin({ world, timeline, ledger }) {
			const route = (asked: Asked) => {
				const now = timeline.now();
				const plans = world.lanes.map((lane) => planFor(world, lane, asked, now)).filter((plan) => plan !== null);
				const plan = prefer(plans, now) ?? best(plans, ({ firstAt, at }) => [firstAt, at]);
				if (plan === undefined) {
					ledger.unanswered(asked);
					return;
				}
				if (plan.at > now) {
					timeline.at(plan.at, () => {
						route(asked);
					});
					return;
				}
				const outcome = world.send(plan.lane, asked, now, plan.made);
				ledger.sent(asked, outcome);
				timeline.at(now + outcome.tookMs, () => {
					ledger.answered(asked, plan.lane, outcome, now);
				});
			};
			return route;
		},
	};
}

/** The soonest answer that this way can give; `null`: none before the deadline. */
function planFor(world: World, lane: Lane, asked: Asked, now: number): Plan | null {
	const first = planAt(world, lane, asked, now);
	// Nothing is sooner than now where nothing holds it up.
	if (first !== null && lane.incidents.every(({ model }) => model.fault.kind !== 'slow')) {
		return first;
	}
	const span = { from: now, until: asked.deadline };
	const times = lane.incidents.flatMap(({ windows }) => [...endsWithin(windows, span)]);
	const { obstacle } = world.foresee(lane, asked, now, 0);
	if (obstacle !== null && obstacle.until < asked.deadline) {
		times.push(obstacle.until);
	}
	const plans = times.map((at) => planAt(world, lane, asked, Math.ceil(at))).filter((plan) => plan !== null);
	return best(first === null ? plans : [first, ...plans], ({ firstAt, at }) => [firstAt, at]) ?? null;
}

function planAt(world: World, lane: Lane, asked: Asked, at: number): Plan | null {
	for (let made = 0; made < mostMade; made++) {
		const outcome = world.foresee(lane, asked, at, made);
		if (outcome.failure === null) {
			return { lane, at, made, outcome, firstAt: at + (outcome.firstOutputMs ?? 0) };
		}
		if (lane.model.flaky === undefined) {
			return null;
		}
	}
	return null;
}

function slowness(lane: Lane, at: number): number {
	return lane.incidents.reduce(
		(slow, { model: { fault }, windows }) =>
			fault.kind === 'slow' && windowAt(windows, at) >= 0 ? slow * fault.factor : slow,
		1,
	);
}

/** The plan with the smallest numbers, compared one after the other. */
function best(plans: readonly Plan[], numbers: (plan: Plan) => readonly number[]): Plan | undefined {
	let found: Plan | undefined;
	let least: readonly number[] = [];
	for (const plan of plans) {
		const own = numbers(plan);
		const place = own.findIndex((number, index) => number !== least[index]);
		if (found === undefined || (place >= 0 && (own[place] ?? 0) < (least[place] ?? 0))) {
			found = plan;
			least = own;
		}
	}
	return found;
}
