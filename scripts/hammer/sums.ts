import type { Ledger } from '../../src/core/ledger.ts';

/** The provider that every window counts with. */
export const everybodys = 'everybodys';
/** What a writer counts each time: whose turn it is, an answer, a failure. */
const eventsEachTime = 3;

/** What the writers say they did, as opposed to what is in the file. */
export interface Said {
	/** So many times the writers began to count. */
	readonly begun: number;
	/** So many times they were told that it is kept. */
	readonly kept: number;
}

/** Compares the sums in the file with what the writers say, and with what they were when they were last looked at. */
export interface SumsCheck {
	/**
	 * `said`: before the file was read. `over`: no writer runs any more. Returns what is wrong, in words; the same for the same
	 * fault.
	 */
	look(ledger: Ledger | null, said: Said, over: boolean): readonly string[];
	/** How many times were found in the file. */
	found(): number;
}

export function createSumsCheck(): SumsCheck {
	/** By window; the file forgets all but the latest ones. */
	const counted = new Map<string, number>();
	let attempts = new Map<string, number>();
	return {
		look(ledger, said, over) {
			const before = attempts;
			attempts = new Map(
				Object.entries(ledger?.providers ?? {}).map(([id, { stats }]): [string, number] => [id, stats?.attempts ?? 0]),
			);
			for (const [window, mark] of Object.entries(ledger?.windows ?? {})) {
				counted.set(window, Math.max(mark.counted, counted.get(window) ?? 0));
			}
			const found = attempts.get(everybodys) ?? 0;
			const credits = Object.values(ledger?.providers ?? {}).map(({ credit = 0 }) => credit);
			const faults: readonly [string, boolean][] = [
				['a sum went down', [...before].some(([id, number]) => (attempts.get(id) ?? 0) < number)],
				['what was said to be kept is missing', found < said.kept],
				['more was counted than happened', over && found > said.begun],
				['the sums are not those of the windows', found * eventsEachTime !== sumOf(counted.values())],
				['turns were given to nobody', sumOf(credits) !== 0],
			];
			return faults.filter(([, wrong]) => wrong).map(([fault]) => fault);
		},
		found: () => attempts.get(everybodys) ?? 0,
	};
}

function sumOf(numbers: Iterable<number>): number {
	return [...numbers].reduce((sum, number) => sum + number, 0);
}
