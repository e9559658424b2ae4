import { commandLabel } from '../core/commandLabel.ts';
import type { LoggedUsage, RouterEvent } from '../core/events.ts';
import { touchedFiles } from '../core/touchedFiles.ts';
import type { OutputPart } from '../providers/provider.ts';
import type { Clock } from './clock.ts';

type ToolEvent = Extract<RouterEvent, { type: 'tool' }>;
type ToolCalls = Pick<ToolEvent, 'tool' | 'count' | 'target'>;

/** What is told of an agent at work. */
export type WorkEvent =
	| ({ readonly type: 'tool' } & ToolCalls)
	| { readonly type: 'usage'; readonly usage: LoggedUsage };

/** In milliseconds: two events are never closer. */
const closestMs = 100;
/**
 * Events come the more seldom the longer the work takes, so that those of one long task do not push all others out of the
 * journal: some 600 in the first minute, and hardly 3,000 in an hour.
 */
const mostPerAge = 600;
/** So many different targets wait at once. Calls with further ones are counted without their target. */
const mostWaiting = 200;

/**
 * Tells of tool calls and usage at a bearable rate, whatever an agent does: the first at once, then those of the same kind
 * and target as one. None is lost in the counts, and `end` tells all that is left. Owns the timer until then.
 */
export function coalesceTools(clock: Clock, tell: (event: WorkEvent) => void) {
	const beganAt = clock.now();
	const waiting = new Map<string, WorkEvent>();
	let lastAt: number | null = null;
	let cancel: (() => void) | null = null;
	const tellNext = () => {
		const [next] = waiting;
		if (next !== undefined) {
			waiting.delete(next[0]);
			lastAt = clock.now();
			tell(next[1]);
		}
	};
	const wait = () => {
		if (cancel !== null || waiting.size === 0) {
			return;
		}
		const now = clock.now();
		const apart = Math.max(closestMs, (now - beganAt) / mostPerAge);
		const left = lastAt === null ? 0 : lastAt + apart - now;
		if (left <= 0) {
			tellNext();
			wait();
			return;
		}
		cancel = clock.after(left, () => {
			cancel = null;
			tellNext();
			wait();
		});
	};
	const count = (calls: ToolCalls) => {
		const key = keyOf(calls);
		const before = waiting.get(key);
		if (before === undefined && calls.target !== undefined && waiting.size >= mostWaiting) {
			count({ tool: calls.tool, count: calls.count });
			return;
		}
		const sum = calls.count + (before?.type === 'tool' ? before.count : 0);
		waiting.set(key, { type: 'tool', ...calls, count: sum });
	};
	return {
		/** `tree`: the folder that the work is done in, absolute; `null` when there is none. */
		take(part: Extract<OutputPart, { type: 'tool' | 'usage' }>, tree: string | null): void {
			if (part.type === 'usage') {
				const { inputTokens, outputTokens, cost } = part.usage;
				waiting.set('usage', { type: 'usage', usage: { inputTokens, outputTokens, cost } });
			} else {
				callsOf(part, tree).forEach(count);
			}
			wait();
		},
		end(): void {
			cancel?.();
			cancel = null;
			while (waiting.size > 0) {
				tellNext();
			}
		},
	};
}

function keyOf({ tool, target }: ToolCalls): string {
	return target === undefined ? tool : `${tool} ${target}`;
}

/** An edit of several files counts for each of them. */
function callsOf({ tool, detail }: Extract<OutputPart, { type: 'tool' }>, tree: string | null): readonly ToolCalls[] {
	const bare = { tool, count: 1 };
	if (tool === 'edit' && tree !== null) {
		const files = touchedFiles(detail, tree);
		return files.length === 0 ? [bare] : files.map((target) => ({ ...bare, target }));
	}
	const label = tool === 'command' ? commandLabel(detail) : null;
	return [label === null ? bare : { ...bare, target: label }];
}
