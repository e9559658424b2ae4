import { record } from './record.ts';
import type { RouteLog } from './replay.ts';

/**
 * The part of a log from the beginning of a route to its last event, with what was known before: it gives the same
 * decisions. What other routes did meanwhile is in it, since health rests on that too. `null`: its beginning is no longer
 * in the log.
 */
export function sliceOf({ before, events }: RouteLog, route: string): RouteLog | null {
	const first = events.findIndex((event) => event.type === 'request-start' && event.route === route);
	const last = events.findLastIndex((event) => 'route' in event && event.route === route);
	return first < 0
		? null
		: {
				before: events.slice(0, first).reduce((health, event) => record(health, event, event.at), before),
				events: events.slice(first, last + 1),
			};
}
