import { coolings, untried } from './eligible.ts';
import type { FailureKind } from './failure.ts';
import { type Cooldown, forGood, type NotReady } from './health.ts';
import { latencyOf } from './latency.ts';
import { estimatedCost } from './price.ts';
import { type Blame, blameKey, blames, type Kind, type Profile, type Provider } from './provider.ts';
import { type Billing, isNoDearer, type Reach } from './request.ts';
import type { PassedOver, PassedOverReason, Situation } from './situation.ts';

/** Until when a provider is left alone, and what is to blame for it. */
export interface Away {
	/** Milliseconds since the epoch; `null` when time alone does not end it. */
	readonly until: number | null;
	readonly reason: FailureKind;
	/** Whether the provider itself named the time. */
	readonly stated: boolean;
	readonly blame: Blame;
}

interface Facts extends Record<PassedOverReason, object> {
	'not-picked': { readonly picked: string };
	disabled: object;
	'not-the-kind': { readonly asked: 'llm' | 'agent' };
	cannot: { readonly kind: Kind };
	'no-folder': object;
	'no-git': object;
	'edits-files': object;
	reach: { readonly needed: Reach; readonly allowed: Reach };
	/** `by`: what keeps a dearer billing out: the request, the setting for consent, or the user's no. */
	billing: { readonly needed: Billing; readonly by: 'request' | 'never-cross' | 'no' };
	/** In tokens. */
	'too-small': { readonly has: number; readonly needed: number };
	/** US dollars. `expected`: `null` when its price is not known. */
	'too-dear': { readonly limit: number; readonly spent: number; readonly expected: number | null };
	/** `expectedMs`: `null` when nobody knows how long it takes. */
	'too-slow': { readonly limitMs: number; readonly expectedMs: number | null };
	'not-ready': NotReady;
	/** `variables`: the environment variables that would hold a key; `secrets`: whether the editor could hold one. */
	'no-key': { readonly variables: readonly string[]; readonly secrets: boolean };
	/** `continues`: an answer was sent back, which excludes its provider. */
	excluded: { readonly continues: boolean };
	tried: { readonly failure: FailureKind | null; readonly away: Away | null };
	'not-primary': object;
	'llm-preferred': object;
	cooling: { readonly away: Away | null };
	probing: object;
	'ranked-lower': object;
}

/** What would have to change before a provider that was passed over is asked; tagged with the reason that it ends. */
export type Remedy = { [R in PassedOverReason]: { readonly type: R } & Facts[R] }[PassedOverReason];

/** What would change it that this provider was passed over. */
export function remedyFor(provider: Provider, passed: PassedOver, situation: Situation): Remedy {
	const { request, health, tried } = situation;
	switch (passed.reason) {
		case 'not-picked':
			return { type: 'not-picked', picked: request.pinned ?? '' };
		case 'not-the-kind':
			return { type: 'not-the-kind', asked: request.kind === 'agent' ? 'agent' : 'llm' };
		case 'cannot':
			return { type: 'cannot', kind: provider.kind };
		case 'reach':
			return { type: 'reach', needed: provider.reach, allowed: request.reach };
		case 'billing':
			return { type: 'billing', needed: provider.billing, by: billingBarOf(provider, situation) };
		case 'too-small':
			return { type: 'too-small', has: provider.contextTokens ?? 0, needed: neededTokens(situation) };
		case 'too-dear': {
			const spent = tried.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
			const expected = estimatedCost(provider, request);
			return { type: 'too-dear', limit: request.limits.cost ?? 0, spent, expected };
		}
		case 'too-slow':
			return {
				type: 'too-slow',
				limitMs: request.limits.firstOutputMs ?? 0,
				expectedMs: latencyOf(provider, health),
			};
		case 'not-ready':
			return { type: 'not-ready', ...(health.notReady[provider.id] ?? { reason: 'unreachable', message: '' }) };
		case 'no-key': {
			const keys = provider.profiles.map(({ key }) => key);
			const variables = keys.flatMap((key) => (key.from === 'environment' ? [key.variable] : []));
			return { type: 'no-key', variables, secrets: keys.some((key) => key.from === 'secrets') };
		}
		case 'excluded':
			return { type: 'excluded', continues: request.continues !== null };
		case 'tried':
			return { type: 'tried', failure: passed.failure ?? null, away: awayOf(provider, provider.profiles, situation) };
		case 'cooling':
			return { type: 'cooling', away: awayOf(provider, untried(provider, situation), situation) };
		case 'disabled':
		case 'no-folder':
		case 'no-git':
		case 'edits-files':
		case 'not-primary':
		case 'llm-preferred':
		case 'probing':
		case 'ranked-lower':
			return { type: passed.reason };
	}
}

function billingBarOf({ billing }: Provider, { request, settings }: Situation): 'request' | 'never-cross' | 'no' {
	if (!isNoDearer(billing, request.billing)) {
		return 'request';
	}
	return settings.consent === 'never-cross' ? 'never-cross' : 'no';
}

/** The tokens that a provider has to take: those of the request, and more than one that said it was too small. */
function neededTokens({ request, settings, tried }: Situation): number {
	const failed = tried
		.filter(({ failure }) => failure === 'context-exceeded')
		.map((each) => settings.providers.find(({ id }) => id === each.provider)?.contextTokens ?? 0);
	return Math.max(request.contextTokens, ...failed.map((size) => size + 1));
}

/** What keeps that one of the profiles away which is back first: its longest cooldown. `null`: nothing does. */
function awayOf(provider: Provider, profiles: readonly Profile[], { health, now }: Situation): Away | null {
	let soonest: Away | null = null;
	for (const profile of profiles) {
		const longest = coolings(provider, profile, { health, now }).reduce<Cooldown | null>(
			(best, each) => (best === null || each.until > best.until ? each : best),
			null,
		);
		if (longest === null) {
			continue;
		}
		const { until, reason, stated } = longest;
		const blame = blames.find((each) => health.cooldowns[blameKey(each, provider, profile)] === longest) ?? 'model';
		const away = { until: until >= forGood ? null : until, reason, stated, blame };
		soonest = soonest === null || endOf(away) < endOf(soonest) ? away : soonest;
	}
	return soonest;
}

function endOf({ until }: Away): number {
	return until ?? forGood;
}
