import { statedWaitMs } from '../core/failure.ts';
import type { Fallen } from './chatRoute.ts';
import { type ClockFace, cause } from './views.ts';

/** Who failed and why, in a few words: `alpha: limit, back 14:32`. `backAt`: milliseconds since the epoch, if known. */
export function fallenText({ provider, failure }: Fallen, clockFace: ClockFace, backAt: number | null = null): string {
	const { kind, message } = failure;
	const logged = { kind, message, retryAfterMs: statedWaitMs(failure) };
	return cause({ provider, failure: logged, backAt }, clockFace);
}
