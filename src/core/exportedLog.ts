import type { PublicNames } from './anonymousNames.ts';
import { withoutNames } from './anonymous.ts';
import type { Health } from './health.ts';
import type { RouteLog } from './replay.ts';

/** What is known of an exported log besides its events. */
export interface LogHeader {
	readonly format: 1;
	/** Of the extension that wrote it. */
	readonly version: string;
	/** A time as ISO 8601 writes it. */
	readonly exportedAt: string;
	/** How many events follow, one on each line. */
	readonly events: number;
	readonly before: Health;
}

/** The log as JSON lines, a header first, without what tells about the user's network and machine. */
export function exportLog(
	log: RouteLog,
	origin: Pick<LogHeader, 'version' | 'exportedAt'>,
	known: PublicNames,
): string {
	const { before, events } = withoutNames(log, known);
	const { version, exportedAt } = origin;
	const header: LogHeader = { format: 1, version, exportedAt, events: events.length, before };
	return [header, ...events].map((each) => `${JSON.stringify(each)}\n`).join('');
}
