import type { pageIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import { type House, recogniser, requestParts } from './house.ts';
import { once } from './late.ts';

/** What tells about routes. */
export interface Pages {
	readonly handlers: Readonly<Record<(typeof pageIds)[number], Handler>>;
	/** Why this provider, as Markdown; `null`: the route is forgotten. */
	readonly whyText: (route: string) => string | null;
	readonly dispose: () => void;
}

/** Loads it at the first call. `version`: of the extension. */
export function latePages(house: House, version: string): () => Promise<Pages> {
	return once(async () => {
		const { createWhy, exportRouteLog, resetCooldowns } = await import('./lazy/pages.ts');
		const { clock, clockFace, documents, health, journal, settings, standing, stories } = house;
		const why = createWhy({
			...requestParts(house),
			journal,
			documents,
			clockFace,
			stories,
			standing,
			refresh: () => Promise.all([house.catalogue(), health.refresh(), house.refreshAccounts()]),
			recognise: async (text, evidence) => (await recogniser())(text, evidence),
		});
		return {
			handlers: {
				'switchyard.explainRoute': (...given) => why.show(given),
				'switchyard.resetCooldowns': () =>
					resetCooldowns({ clock, journal, clockFace, settings, refresh: () => health.refresh() }),
				'switchyard.exportRouteLog': async () => {
					const { publicNames } = await import('./lazy/catalogue.ts');
					await exportRouteLog(journal, { version, now: clock.now() }, publicNames);
				},
			},
			whyText: (route) => why.text(route),
			dispose() {
				why.dispose();
			},
		};
	});
}
