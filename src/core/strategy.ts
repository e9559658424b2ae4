import { type Health, healthy } from './health.ts';
import { isUntested, latencyOf } from './latency.ts';
import { chanceOf } from './patience.ts';
import { isAgent, type Provider } from './provider.ts';
import { billings, reaches, type Need, type RequestFacts } from './request.ts';

export const strategies = [
	'ordered',
	'capability-first',
	'cost-optimized',
	'latency-optimized',
	'local-first',
	'round-robin',
	'weighted',
] as const;
export type Strategy = (typeof strategies)[number];

/** What a capability counts that a provider did not declare: half, because nothing is known for or against it. */
const undeclaredFit = 0.5;

/**
 * The share of requests for which `latency-optimized` asks somebody else first: who is not asked is not measured, and a
 * provider that was slow once would stay behind for ever (docs/SIMULATION.md).
 */
const exploredShare = 0.02;

/** A typical request has three tokens of prompt for each one of its answer. */
const promptPart = 0.75;

/**
 * How well a provider fits, 0 to 1: its mean fit over what the request needs, weighted by how sure each need is.
 * What it lists beyond the needs does not count, so a generalist gains nothing by listing more.
 */
export function fitOf({ capabilities }: Pick<Provider, 'capabilities'>, needs: readonly Need[]): number {
	if (capabilities === null) {
		return undeclaredFit;
	}
	let weight = 0;
	let fit = 0;
	for (const { capability, score } of needs) {
		weight += score;
		fit += score * (capabilities[capability] ?? 0);
	}
	return weight === 0 ? undeclaredFit : fit / weight;
}

/** Whether this strategy lets providers take turns, so that nobody is the first choice more than another. */
export function takesTurns(strategy: Strategy): boolean {
	return strategy === 'round-robin' || strategy === 'weighted';
}

/** The share of the turns that each of these providers gets. */
export function sharesOf(providers: readonly Provider[], strategy: Strategy): Readonly<Record<string, number>> {
	return Object.fromEntries(providers.map((provider) => [provider.id, shareOf(provider, strategy)]));
}

/** Those of the providers that come before all others by rule, whatever the strategy: the ones that take turns. */
export function foremost(providers: readonly Provider[], facts: RequestFacts): readonly Provider[] {
	const rules = providers.map((provider) => ruleOf(provider, facts, fitOf(provider, facts.needs)));
	const best = rules.reduce((least, rule) => Math.min(least, rule), Number.POSITIVE_INFINITY);
	return providers.filter((_, place) => rules[place] === best);
}

/** Somebody with a place, the smallest first; each number decides between those that are equal by the ones before. */
interface Placed<T> {
	readonly who: T;
	readonly rule: number;
	readonly place: number;
	readonly second: number;
}

/**
 * The order in which providers are tried, best first. Whatever the strategy says comes after two rules: a task that
 * changes files goes to agents first, and a provider that declares none of what is needed goes last. Equal ones keep
 * the order of the settings.
 */
export function ranked<T extends { readonly provider: Provider }>(
	all: readonly T[],
	facts: RequestFacts,
	strategy: Strategy,
	health: Health = healthy,
): readonly T[] {
	const placed = all.map((who): Placed<T> => {
		const { provider } = who;
		const fit = fitOf(provider, facts.needs);
		const place = placeOf(provider, strategy, fit, health);
		const second = strategy === 'cost-optimized' ? priceOf(provider) : 0;
		return { who, rule: ruleOf(provider, facts, fit), place, second };
	});
	const order = placed.sort(byPlace);
	return (strategy === 'latency-optimized' ? explored(order, facts) : order).map(({ who }) => who);
}

/**
 * Now and then anybody who is as good by rule comes first; never who is paid for otherwise, since the first choice says
 * what the route may cost. The same request gives the same order.
 */
function explored<T extends { readonly provider: Provider }>(
	order: readonly Placed<T>[],
	{ seed }: Pick<RequestFacts, 'seed'>,
): readonly Placed<T>[] {
	const [first] = order;
	if (first === undefined || chanceOf(seed, 1) >= exploredShare) {
		return order;
	}
	const { rule, who } = first;
	const equals = order.filter((each) => each.rule === rule && each.who.provider.billing === who.provider.billing);
	const chosen = equals[Math.floor(chanceOf(seed, 2) * equals.length)];
	return chosen === undefined ? order : [chosen, ...order.filter((each) => each !== chosen)];
}

/** A provider's place by each strategy, the smallest first. */
function placeOf(provider: Provider, strategy: Strategy, fit: number, health: Health): number {
	switch (strategy) {
		case 'ordered':
			return 0;
		case 'capability-first':
			return -fit;
		case 'cost-optimized':
			return billings.indexOf(provider.billing);
		case 'latency-optimized':
			return latencyOf(provider, health) ?? (isUntested(provider, health) ? 0 : Number.POSITIVE_INFINITY);
		case 'local-first':
			return reaches.indexOf(provider.reach);
		case 'round-robin':
		case 'weighted':
			return -creditOf(provider, strategy, health);
	}
}

/** First who suits the task, last who fits nothing of what is needed. */
function ruleOf({ kind }: Provider, { task }: RequestFacts, fit: number): number {
	const unsuited = task === 'changes' && !isAgent(kind);
	return Number(unsuited) * 2 + Number(fit === 0);
}

/** US dollars per million tokens of a typical request; where only use is paid for, an unknown price counts as the highest. */
export function priceOf({ cost, billing }: Pick<Provider, 'cost' | 'billing'>): number {
	if (cost === null) {
		return billing === 'metered' ? Number.POSITIVE_INFINITY : 0;
	}
	return cost.input * promptPart + cost.output * (1 - promptPart);
}

/** What a provider has saved up for a turn, this turn's share included. */
export function creditOf(provider: Provider, strategy: Strategy, { credits }: Health): number {
	const saved = credits !== undefined && Object.hasOwn(credits, provider.id) ? (credits[provider.id] ?? 0) : 0;
	return saved + shareOf(provider, strategy);
}

function shareOf(provider: Provider, strategy: Strategy): number {
	return strategy === 'weighted' ? provider.weight : 1;
}

/** Not by subtraction: an unknown price is infinite, and two of them are equal. */
function byPlace(one: Placed<unknown>, other: Placed<unknown>): number {
	return compared(one.rule, other.rule) || compared(one.place, other.place) || compared(one.second, other.second);
}

function compared(one: number, other: number): number {
	return one === other ? 0 : one < other ? -1 : 1;
}
