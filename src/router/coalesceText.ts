import type { Clock } from './clock.ts';

/** In characters: so much of an answer is shown while it grows. The whole answer is shown when it is complete. */
export const longestGrowing = 1_000_000;
/** In milliseconds: two looks at a growing text are never closer. */
const closestMs = 50;
/** A longer text is shown less often: whoever shows it goes through all of it each time. In characters per millisecond. */
const pace = 400;

/**
 * Shows a text that grows by pieces, at once and then at a bearable rate. However many pieces come, the work is in proportion
 * to the time that passes, and no more than `longestGrowing` is kept. Owns the timer until `end`, which shows the last state.
 */
export function coalesceText(clock: Clock, show: (text: string) => void) {
	let text = '';
	let shown = 0;
	let lastAt: number | null = null;
	let cancel: (() => void) | null = null;
	const look = () => {
		if (text.length > shown) {
			shown = text.length;
			lastAt = clock.now();
			show(text);
		}
	};
	const wait = () => {
		if (cancel !== null) {
			return;
		}
		const left = lastAt === null ? 0 : lastAt + Math.max(closestMs, text.length / pace) - clock.now();
		if (left <= 0) {
			look();
			return;
		}
		cancel = clock.after(left, () => {
			cancel = null;
			look();
		});
	};
	return {
		add(piece: string): void {
			const room = longestGrowing - text.length;
			if (piece !== '' && room > 0) {
				text += piece.length > room ? piece.slice(0, room) : piece;
				wait();
			}
		},
		end(): void {
			cancel?.();
			cancel = null;
			look();
		},
	};
}
