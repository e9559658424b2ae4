// node scripts/hammerWriter.ts FILE NAME LIFE
// One window that learns cooldowns as fast as it can, until it is killed. Prints `KEY AT` for each that it was told is kept.
import { systemClock } from '../src/editor/clock.ts';
import { createHealthStore } from '../src/editor/healthStore.ts';
import { createJournal } from '../src/router/journal.ts';
import { attemptEnd, failed } from '../test/support/events.ts';
import { llm } from '../test/support/providers.ts';

/** Few enough that the file stays small however long this goes on. */
const providers = 20;
const hourMs = 3600_000;

const [file = '', name = '', life = '0'] = process.argv.slice(2);

// Nobody is left to kill it when the process that started it is gone.
process.stdin.on('end', () => process.exit()).resume();

const journal = createJournal(systemClock);
const store = createHealthStore(file, systemClock, journal, () => undefined);
await store.refresh();
for (let number = Number(life); ; number++) {
	const provider = llm(`${name}-${number % providers}`);
	journal.append(attemptEnd(provider, failed('rate-limited', hourMs)));
	const learnt = Object.entries(journal.health().cooldowns).filter(([key]) => key.includes(`//${provider.id}.example`));
	if (await store.flush()) {
		const lines = learnt.map(([key, { at }]) => `${at} ${key}\n`).join('');
		await new Promise((said) => process.stdout.write(lines, said));
	}
}
