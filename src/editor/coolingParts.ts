import * as l10n from '@vscode/l10n';
import type { FailureKind } from '../core/failure.ts';
import { type Cooldowns, forGood } from '../core/health.ts';
import { keysOf, type Profile, type Provider } from '../core/provider.ts';
import type { ClockFace } from './views.ts';
import { causeWords, withReturn } from './words.ts';

/** One part of a provider that is left alone, for people. */
export interface CoolingPart {
	/** The key of its cooldown. */
	readonly key: string;
	/** The ids of the providers that it keeps away, in the order of the settings; none when they are configured no more. */
	readonly providers: readonly string[];
	/** `limit, back 14:32`. */
	readonly state: string;
	/** What it is that cools: `the model small at https://api.example.com`. */
	readonly what: string;
}

/** What cools at `now`, the parts of the first provider first. */
export function coolingParts(
	cooldowns: Cooldowns,
	providers: readonly Provider[],
	now: number,
	clockFace: ClockFace,
): readonly CoolingPart[] {
	const configured = new Map(providers.flatMap(partsOf));
	const places = new Map([...configured.keys()].map((key, place) => [key, place]));
	const placeOf = ({ key }: CoolingPart) => places.get(key) ?? places.size;
	return Object.entries(cooldowns)
		.filter(([, { until }]) => until > now)
		.map(([key, { reason, until }]): CoolingPart => {
			return {
				key,
				providers: providers.filter((provider) => holds(provider, key)).map(({ id }) => id),
				state: withReturn(causeWords[reason](), until >= forGood ? null : clockFace(until)),
				what: configured.get(key) ?? key,
			};
		})
		.sort((one, other) => placeOf(one) - placeOf(other));
}

/** The keys of a provider, each with what it stands for. */
function partsOf(provider: Provider): readonly (readonly [key: string, what: string])[] {
	const { endpoint, model, profiles } = provider;
	return keysOf(provider).flatMap(({ blames: [ofModel, ofProfile, ofEndpoint] }, place) => [
		[
			ofModel,
			model === null
				? l10n.t('the model it takes by default at {0}', endpoint)
				: l10n.t('the model {0} at {1}', model, endpoint),
		] as const,
		[ofProfile, l10n.t('the account {0} at {1}', accountName(profiles[place]), endpoint)] as const,
		[ofEndpoint, l10n.t('everything at {0}', endpoint)] as const,
	]);
}

function accountName(profile: Profile | undefined): string {
	return profile?.key.from === 'environment' ? profile.key.variable : (profile?.name ?? '');
}

function holds(provider: Provider, key: string): boolean {
	return keysOf(provider).some(({ blames }) => blames.some((blame) => blame === key));
}

/** Whether anything cools at `now`. */
export function coolsAnything(cooldowns: Cooldowns, now: number): boolean {
	return Object.values(cooldowns).some(({ until }) => until > now);
}

/** What of one provider cools at `now`: the key of each cooldown and its reason. */
export function coolingKeysOf(
	provider: Provider,
	cooldowns: Cooldowns,
	now: number,
): readonly { readonly key: string; readonly reason: FailureKind }[] {
	const keys = new Set(keysOf(provider).flatMap(({ blames }) => blames));
	return Object.entries(cooldowns)
		.filter(([key, { until }]) => keys.has(key) && until > now)
		.map(([key, { reason }]) => ({ key, reason }));
}
