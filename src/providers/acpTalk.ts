import type { Task } from '../core/request.ts';
import type { AcpAgent } from './acpAgent.ts';
import { placeIn, type Wish } from './acpPermission.ts';
import { type AcpStep, noAcpProgress, readEnd, readUpdate } from './acpUpdate.ts';
import { fieldsOf } from './dialects/verdict.ts';
import type { OutputPart, RunIo } from './provider.ts';

export interface TalkInput {
	readonly agent: AcpAgent;
	readonly task: Task;
	/** The folder that the agent works in, absolute and real. */
	readonly cwd: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

export type Talk = ReturnType<typeof createTalk>;

/** What the agent tells during its turn, as one story. */
export function createTalk({ agent, task, cwd, now }: TalkInput, io: RunIo, stop: () => void) {
	let progress = noAcpProgress;
	let isOver = false;
	/** What was shown as edited without a call of the agent's, or by one that has not come to the file yet. */
	const edited = new Map<string, 'call' | 'write'>();
	const showEdit = (detail: string, by: 'call' | 'write') => {
		// A call and the write that it leads to are one edit, whichever comes first.
		if ((edited.get(detail) ?? by) === by) {
			edited.set(detail, by);
			show({ type: 'tool', tool: 'edit', detail });
		} else {
			edited.delete(detail);
			show({ type: 'activity' });
		}
	};
	const show = (part: OutputPart) => {
		if (!isOver && !io.signal.aborted) {
			// What an agent says on its way to code is not part of the code: only its last message is shown, at the end.
			io.output(task === 'code' && part.type === 'text' ? { type: 'activity' } : part);
		}
	};
	const hear = (step: AcpStep) => {
		progress = step.progress;
		for (const part of step.parts) {
			const isEdit = part.type === 'tool' && part.tool === 'edit';
			if (isEdit) {
				showEdit(inTree(part.detail, cwd), 'call');
			} else {
				show(part);
			}
		}
		if (progress.failure !== null) {
			isOver = true;
			stop();
		}
	};
	return {
		show,
		progress: () => progress,
		isOver: () => isOver || io.signal.aborted,
		opened(model: string | null) {
			progress = { ...progress, model };
			show({ type: 'activity' });
		},
		ended(answer: unknown) {
			progress = { ...readEnd(progress, answer), finished: true };
			// What still comes is no part of the turn.
			isOver = true;
		},
		onNotification(method: string, params: unknown) {
			if (method === 'session/update') {
				hear(readUpdate(progress, fieldsOf(params)['update'], agent.habits, now()));
			} else {
				hear(agent.readNotification(progress, method, params, now()));
			}
		},
		onErrorLine(line: string) {
			const step = isOver ? null : agent.readErrorLine(progress, line, now());
			if (step !== null) {
				hear(step);
			}
		},
		onRequest() {
			// What the agent says after it has asked is another message.
			progress = { ...progress, open: null };
			show({ type: 'activity' });
		},
		onNoise() {
			show({ type: 'activity' });
		},
		onDenied({ question }: Wish, byUser: boolean) {
			// What the user refused in particular the work can do without; it can't when the agent gives up for it.
			const counts = agent.stopsWhenDenied || (question.tool === 'edit' && !byUser);
			progress = counts ? { ...progress, denials: progress.denials + 1 } : progress;
		},
		onWritten(path: string) {
			showEdit(path, 'write');
		},
	};
}

/** Paths of the agent's as the user knows them. */
function inTree(detail: string, tree: string): string {
	return detail
		.split(', ')
		.map((path) => (path === '' ? path : (placeIn(tree, path) ?? path)))
		.join(', ');
}
