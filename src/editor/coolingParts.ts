import { consequences } from '../core/failure.ts';
import { type Cooldowns, forGood } from '../core/health.ts';
import { keysOf, type Provider } from '../core/provider.ts';
import type { ClockFace } from './views.ts';

/** One part of a provider that is left alone, for people. */
export interface CoolingPart {
	/** The key of its cooldown. */
	readonly key: string;
	/** The ids of the providers that it keeps away, in the order of the settings; none when they are configured no more. */
	readonly providers: readonly string[];
	/** `limit, back 14:32`. */
	readonly state: string;
}

/** What cools at `now`, the parts of the first provider first. */
export function coolingParts(
	cooldowns: Cooldowns,
	providers: readonly Provider[],
	now: number,
	clockFace: ClockFace,
): readonly CoolingPart[] {
	const configured = providers.flatMap((provider) => keysOf(provider).flatMap(({ blames }) => blames));
	const places = new Map([...new Set(configured)].map((key, place) => [key, place]));
	const placeOf = ({ key }: CoolingPart) => places.get(key) ?? places.size;
	return Object.entries(cooldowns)
		.filter(([, { until }]) => until > now)
		.map(([key, { reason, until }]): CoolingPart => {
			const back = until >= forGood ? '' : `, back ${clockFace(until)}`;
			return {
				key,
				providers: providers
					.filter((provider) => keysOf(provider).some(({ blames }) => blames.some((blame) => blame === key)))
					.map(({ id }) => id),
				state: `${consequences[reason].word}${back}`,
			};
		})
		.sort((one, other) => placeOf(one) - placeOf(other));
}

/** Whether anything cools at `now`. */
export function coolsAnything(cooldowns: Cooldowns, now: number): boolean {
	return Object.values(cooldowns).some(({ until }) => until > now);
}
