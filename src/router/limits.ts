import type { Failure } from '../core/failure.ts';
import type { Answer } from '../providers/provider.ts';
import type { Clock } from './clock.ts';

/** After an abort an adapter has this long, in milliseconds, to end what it started. */
const endingMs = 15_000;

type Phase = Extract<Failure, { kind: 'timeout' }>['phase'];

const words: Readonly<Record<Phase, string>> = {
	'first-output': 'no output at all within',
	idle: 'silent for',
	total: 'the time for the whole request was over after',
};

/**
 * The deadlines of one attempt and the user's own stop, as one signal. `failure` says why the signal was aborted;
 * whatever the adapter says after that does not count.
 */
export function createLimits(
	deadline: number,
	{ clock, firstOutputMs, idleMs }: { readonly clock: Clock; readonly firstOutputMs: number; readonly idleMs: number },
	user: AbortSignal,
) {
	const controller = new AbortController();
	let failure: Failure | null = null;
	let cancelWait: (() => void) | null = null;
	const stop = (why: Failure) => {
		if (failure === null) {
			failure = why;
			controller.abort();
		}
	};
	const late = (phase: Phase, ms: number): Failure => ({
		kind: 'timeout',
		phase,
		message: `${words[phase]} ${Math.round(ms / 1000)} s`,
		evidence: { phase, ms },
		...(phase === 'total' ? { ambiguous: true } : {}),
	});
	const byUser = () => {
		const skipped = user.reason === 'skipped';
		stop({
			kind: skipped ? 'skipped' : 'cancelled',
			message: skipped ? 'you asked for the next provider' : 'you cancelled',
		});
	};
	const wait = (phase: Phase, ms: number) => {
		cancelWait?.();
		cancelWait = clock.after(ms, () => {
			stop(late(phase, ms));
		});
	};
	const left = Math.max(0, deadline - clock.now());
	const cancelTotal = clock.after(left, () => {
		stop(late('total', left));
	});
	user.addEventListener('abort', byUser);
	if (user.aborted) {
		byUser();
	}
	const finish = () => {
		cancelWait?.();
		cancelWait = null;
	};
	return {
		signal: controller.signal,
		failure: (): Failure | null => failure,
		/** From now on the provider owes its first output. */
		start(): void {
			wait('first-output', firstOutputMs);
		},
		/** A sign of life. While a command of an agent runs its silence is no stall, so that only the deadline counts. */
		alive(commandRuns: boolean): void {
			if (commandRuns) {
				finish();
			} else {
				wait('idle', idleMs);
			}
		},
		/** The answer is there: nothing is owed any more. */
		finish,
		/** The adapter's answer; after an abort not waited for longer than it may take to end things. */
		ended(running: Promise<Answer>): Promise<Answer> {
			const overdue = new Promise<Answer>((resolve) => {
				const arm = () => {
					const cancel = clock.after(endingMs, () => {
						resolve({ ok: false, failure: { kind: 'bug', message: 'the provider did not end after it was stopped' } });
					});
					running.then(cancel, cancel);
				};
				if (controller.signal.aborted) {
					arm();
				} else {
					controller.signal.addEventListener('abort', arm);
				}
			});
			return Promise.race([running, overdue]).then((answer) => {
				failure = failure === null ? null : withQuestion(failure, answer);
				return answer;
			});
		},
		dispose(): void {
			finish();
			cancelTotal();
			user.removeEventListener('abort', byUser);
		},
	};
}

/** What an agent was at when the time was over: one that asked for input would have waited for ever. */
function withQuestion(failure: Failure, answer: Answer): Failure {
	const asked = !answer.ok && answer.failure.evidence?.['waiting'] === 'input';
	return failure.kind === 'timeout' && asked
		? {
				...failure,
				message: `it asked for input, which nobody can give: ${failure.message}`,
				evidence: { ...failure.evidence, waiting: 'input' },
			}
		: failure;
}
