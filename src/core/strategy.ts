import type { Provider } from './provider.ts';
import { isAgent } from './provider.ts';
import { reaches, type Need, type RequestFacts } from './request.ts';

export const strategies = ['ordered', 'local-first'] as const;
export type Strategy = (typeof strategies)[number];

/** What a capability counts that a provider did not declare: half, because nothing is known for or against it. */
const undeclaredFit = 0.5;

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

type Order = (left: Provider, right: Provider) => number;

/** Each compares two providers; equal ones keep the order of the settings. */
const orders: Readonly<Record<Strategy, Order>> = {
	ordered: () => 0,
	'local-first': (left, right) => reaches.indexOf(left.reach) - reaches.indexOf(right.reach),
};

/**
 * The order in which providers are tried, best first. Whatever the strategy says comes after two rules: a task that
 * changes files goes to agents first, and a provider that declares none of what is needed goes last.
 */
export function ranked(providers: readonly Provider[], facts: RequestFacts, strategy: Strategy): readonly Provider[] {
	const agentsFirst: Order = (left, right) =>
		facts.task === 'changes' ? Number(isAgent(right.kind)) - Number(isAgent(left.kind)) : 0;
	const fitLast: Order = (left, right) =>
		Number(fitOf(left, facts.needs) === 0) - Number(fitOf(right, facts.needs) === 0);
	return [...providers].sort(
		(left, right) => agentsFirst(left, right) || fitLast(left, right) || orders[strategy](left, right),
	);
}
