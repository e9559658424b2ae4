import * as v from 'valibot';
import type { StampedEvent } from './events.ts';
import type { LogHeader } from './exportedLog.ts';
import { eventProblem, headerSchema, problemOf } from './logSchema.ts';
import type { RouteLog } from './replay.ts';

export type ParsedLog =
	| { readonly ok: true; readonly header: LogHeader; readonly log: RouteLog }
	/** `line` counts from 1. */
	| { readonly ok: false; readonly line: number; readonly message: string };

/** Reads what `exportLog` wrote. Never throws: what is no such log is told with its line. */
export function parseLog(text: string): ParsedLog {
	const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
	while (lines.at(-1)?.trim() === '') {
		lines.pop();
	}
	const [first = '', ...rest] = lines;
	const top = json(first);
	if (top === undefined) {
		return { ok: false, line: 1, message: 'not the header of an exported log: not JSON' };
	}
	const parsed = v.safeParse(headerSchema, top);
	if (!parsed.success) {
		return { ok: false, line: 1, message: `not the header of an exported log: ${problemOf(parsed.issues)}` };
	}
	const header = top as LogHeader;
	const events: StampedEvent[] = [];
	for (const [index, line] of rest.entries()) {
		const event = json(line);
		const problem = event === undefined ? 'not JSON' : eventProblem(event);
		if (problem !== null) {
			return { ok: false, line: index + 2, message: `not an event: ${problem}` };
		}
		events.push(event as StampedEvent);
	}
	return events.length === header.events
		? { ok: true, header, log: { before: header.before, events } }
		: {
				ok: false,
				line: lines.length,
				message: `the header announces ${header.events} events, and ${events.length} follow`,
			};
}

/** `undefined`: not JSON. */
function json(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
