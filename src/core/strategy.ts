import { type Health, healthy } from './health.ts';
import type { Provider } from './provider.ts';
import { isAgent } from './provider.ts';
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

/** So many answers have to be measured before the measure outranks what is configured. */
const samplesNeeded = 3;

/** A typical request has three tokens of prompt for each one of its answer. */
const promptPart = 0.75;

/**
 * How well a provider fits, 0 to 1: its mean fit over what the request needs, weighted by how sure each need is.
 * What it lists beyond the needs does not count, so a generalist gains nothing by listing more.
 */
export function fitOf(provider: Provider, needs: readonly Need[]): number {
	const declared = provider.capabilities;
	if (declared === null) {
		return undeclaredFit;
	}
	const weight = needs.reduce((sum, need) => sum + need.score, 0);
	if (weight === 0) {
		return undeclaredFit;
	}
	return needs.reduce((sum, need) => sum + need.score * (declared[need.capability] ?? 0), 0) / weight;
}

/** How long until its first output, in milliseconds: the median of what was measured, else what is configured. */
export function latencyOf(provider: Provider, health: Health): number | null {
	const stats = Object.hasOwn(health.stats, provider.id) ? health.stats[provider.id] : undefined;
	const samples = [...(stats?.firstOutputMs ?? [])].sort((left, right) => left - right);
	const upper = samples[Math.floor(samples.length / 2)];
	const lower = samples[Math.floor((samples.length - 1) / 2)];
	if (samples.length < samplesNeeded || upper === undefined || lower === undefined) {
		return provider.latency;
	}
	return (lower + upper) / 2;
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
	const best = Math.min(...providers.map((provider) => ruleOf(provider, facts)));
	return providers.filter((provider) => ruleOf(provider, facts) === best);
}

/**
 * The order in which providers are tried, best first. Whatever the strategy says comes after two rules: a task that
 * changes files goes to agents first, and a provider that declares none of what is needed goes last. Equal ones keep
 * the order of the settings.
 */
export function ranked(
	providers: readonly Provider[],
	facts: RequestFacts,
	strategy: Strategy,
	health: Health = healthy,
): readonly Provider[] {
	return providers
		.map((provider) => ({
			provider,
			keys: [ruleOf(provider, facts), ...places[strategy](provider, facts, health)] as const,
		}))
		.sort((left, right) => compared(left.keys, right.keys))
		.map(({ provider }) => provider);
}

/** A provider's place by each strategy, the smallest first; a second number decides between equal first ones. */
const places: Readonly<
	Record<Strategy, (provider: Provider, facts: RequestFacts, health: Health) => readonly number[]>
> = {
	ordered: () => [],
	'capability-first': (provider, { needs }) => [-fitOf(provider, needs)],
	'cost-optimized': (provider) => [billings.indexOf(provider.billing), priceOf(provider)],
	'latency-optimized': (provider, _facts, health) => [latencyOf(provider, health) ?? Number.POSITIVE_INFINITY],
	'local-first': (provider) => [reaches.indexOf(provider.reach)],
	'round-robin': (provider, _facts, health) => [-creditOf(provider, 'round-robin', health)],
	weighted: (provider, _facts, health) => [-creditOf(provider, 'weighted', health)],
};

/** First who suits the task, last who fits nothing of what is needed. */
function ruleOf(provider: Provider, { task, needs }: RequestFacts): number {
	const unsuited = task === 'changes' && !isAgent(provider.kind);
	return Number(unsuited) * 2 + Number(fitOf(provider, needs) === 0);
}

/** US dollars per million tokens of a typical request; where only use is paid for, an unknown price counts as the highest. */
function priceOf({ cost, billing }: Provider): number {
	if (cost === null) {
		return billing === 'metered' ? Number.POSITIVE_INFINITY : 0;
	}
	return cost.input * promptPart + cost.output * (1 - promptPart);
}

function creditOf(provider: Provider, strategy: Strategy, { credits }: Health): number {
	const saved = credits !== undefined && Object.hasOwn(credits, provider.id) ? (credits[provider.id] ?? 0) : 0;
	return saved + shareOf(provider, strategy);
}

function shareOf(provider: Provider, strategy: Strategy): number {
	return strategy === 'weighted' ? provider.weight : 1;
}

function compared(left: readonly number[], right: readonly number[]): number {
	for (const [index, one] of left.entries()) {
		const other = right[index] ?? 0;
		if (one !== other) {
			return one < other ? -1 : 1;
		}
	}
	return 0;
}
