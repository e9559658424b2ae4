import { withoutNames } from '../core/anonymous.ts';
import type { PublicNames } from '../core/anonymousNames.ts';
import type { StampedEvent } from '../core/events.ts';
import { healthy } from '../core/health.ts';
import { logLine } from './logLine.ts';
import type { ClockFace } from './views.ts';

/** What a bug report needs no line of. */
const atWork: readonly StampedEvent['type'][] = ['tool', 'usage', 'first-output'];

/**
 * What happened in a route, in the English of the log, for a public bug report: no prompt, code or key, and other names
 * for private hosts, models, profiles and variables. `version`: of the extension.
 */
export function causeText(
	events: readonly StampedEvent[],
	route: string,
	version: string,
	known: PublicNames,
	clockFace: ClockFace,
): string {
	const own = events.filter((event) => 'route' in event && event.route === route && !atWork.includes(event.type));
	const lines = withoutNames({ before: healthy, events: own }, known).events.flatMap((event) => {
		const line = logLine(event, clockFace);
		return line === null ? [] : [`${clockFace(event.at)} ${line.text}`];
	});
	return `${[`Switchyard ${version}`, ...lines].join('\n')}\n`;
}
