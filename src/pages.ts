import type { pageIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import type { LateRoutes } from './editor/lateRoutes.ts';
import { type House, recogniser, requestParts } from './house.ts';
import { once } from './late.ts';

export interface PagesParts {
	/** Of the extension. */
	readonly version: string;
	/** The folder of our own files. */
	readonly extension: string;
	readonly routes: Pick<LateRoutes, 'again' | 'session'>;
	/** The route of the row that is selected in the view; `null`: none is. */
	readonly selected: () => string | null;
	/** These routes are told of no more. */
	readonly forget: (routes: readonly string[]) => void;
}

/** What tells about routes. */
export interface Pages {
	readonly handlers: Readonly<Record<(typeof pageIds)[number], Handler>>;
	/** Why this provider, as Markdown; `null`: the route is forgotten. */
	readonly whyText: (route: string) => string | null;
	readonly dispose: () => void;
}

/** Loads it at the first call. */
export function latePages(house: House, parts: PagesParts): () => Promise<Pages> {
	return once(async () => {
		const { createStatistics, createTimeline, createWhy, exportRouteLog, resetCooldowns, routeActions } = await import(
			'./lazy/pages.ts'
		);
		const { version, extension, selected } = parts;
		const { clock, clockFace, documents, health, journal, settings, standing, stories } = house;
		const shared = { journal, documents, clock, clockFace, stories, standing };
		const refresh = () => Promise.all([house.catalogue(), health.refresh(), house.refreshAccounts()]);
		const publicNames = async () => (await import('./lazy/catalogue.ts')).publicNames;
		const why = createWhy({
			...requestParts(house),
			...shared,
			refresh,
			recognise: async (text, evidence) => (await recogniser())(text, evidence),
		});
		const actions = routeActions({ ...shared, ...parts, publicNames, refresh });
		const timeline = createTimeline({ ...shared, extension });
		const statistics = createStatistics({
			...shared,
			extension,
			settings,
			refresh: () => health.refresh(),
			flush: () => health.flush(),
		});
		/** A key tells nothing of the row it is pressed on: it says `selected`. */
		const meant =
			(act: (given: readonly unknown[]) => Promise<void> | void): Handler =>
			(...given) =>
				act(given.includes('selected') ? [{ route: selected() }] : given);
		return {
			handlers: {
				'switchyard.explainRoute': meant((given) => why.show(given)),
				'switchyard.showTimeline': meant((given) => timeline.show(given)),
				'switchyard.replayRoute': meant((given) => actions.replay(given)),
				'switchyard.retryRoute': meant((given) => actions.again(given)),
				'switchyard.retryRouteWith': meant((given) => actions.againWith(given)),
				'switchyard.copyRouteCause': meant((given) => actions.copyCause(given)),
				'switchyard.forgetRoute': meant((given) => actions.forget(given)),
				'switchyard.clearRoutes': () => {
					actions.forgetEnded();
				},
				'switchyard.showStatistics': (...given) => statistics.show(given),
				'switchyard.resetStatistics': () => statistics.reset(),
				'switchyard.resetCooldowns': () =>
					resetCooldowns({ clock, journal, clockFace, settings, refresh: () => health.refresh() }),
				'switchyard.exportRouteLog': meant(async (given) => {
					await exportRouteLog(journal, { version, now: clock.now() }, await publicNames(), given);
				}),
			},
			whyText: (route) => why.text(route),
			dispose() {
				why.dispose();
				timeline.dispose();
				statistics.dispose();
			},
		};
	});
}
