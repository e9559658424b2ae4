import { coolingOf, forGood, type Health } from '../core/health.ts';
import { metricsOf } from '../core/metrics.ts';
import { ownOf } from '../core/ownOf.ts';
import type { Provider } from '../core/provider.ts';
import type { RouteLog } from '../core/replay.ts';
import { cooledIn, countedIn } from '../core/windowStatistics.ts';
import type { Scope, StatisticsRow, StatisticsSource } from './statisticsPage.ts';

/** The figures of all providers, first those of the settings, in their order. `health`: as all windows know it. */
export function statisticsOf(
	scope: Scope,
	{
		log,
		health,
		providers,
	}: { readonly log: RouteLog; readonly health: Health; readonly providers: readonly Provider[] },
	now: number,
): StatisticsSource {
	const stats = scope === 'all' ? health.stats : countedIn(log.events);
	const cooled = scope === 'all' ? null : cooledIn(log, now);
	const named = providers.map(({ id }) => id);
	const others = Object.keys(stats).filter((id) => !named.includes(id) && (ownOf(stats, id)?.attempts ?? 0) > 0);
	const rows = [...named, ...others.sort()].map((id): StatisticsRow => {
		const provider = providers.find((each) => each.id === id);
		return {
			provider: id,
			configured: provider !== undefined,
			metrics: metricsOf(ownOf(stats, id)),
			cooling: provider === undefined ? null : coolingNow(provider, health, now),
			cooledMs: cooled === null ? null : (ownOf(cooled, id) ?? 0),
		};
	});
	return { scope, rows, since: sinceOf(rows) };
}

/** The earliest; not known when it isn't for somebody who was asked. */
function sinceOf(rows: readonly StatisticsRow[]): number | null {
	const asked = rows.filter(({ metrics }) => metrics.attempts > 0).map(({ metrics }) => metrics.since);
	return asked.length === 0 || asked.includes(null) ? null : Math.min(...asked.flatMap((since) => since ?? []));
}

/** When the first of its profiles is back; `null`: one of them may be asked. */
function coolingNow(provider: Provider, health: Health, now: number): StatisticsRow['cooling'] {
	const all = provider.profiles.map((profile) => coolingOf(health, provider, profile, now));
	const [first = null] = all.toSorted((one, other) => (one?.until ?? 0) - (other?.until ?? 0));
	return first === null ? null : { reason: first.reason, until: first.until === forGood ? null : first.until };
}
