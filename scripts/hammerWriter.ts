// node scripts/hammerWriter.ts FILE NAME LIFE
// One window that learns cooldowns and counts as fast as it can, until it is killed. Prints `begun` each time before it
// counts, and when it was told that everything is kept `kept AT KEY` for the cooldown and then `counted`.
import { writeSync } from 'node:fs';
import { systemClock } from '../src/editor/clock.ts';
import { createHealthStore } from '../src/editor/healthStore.ts';
import { createJournal } from '../src/router/journal.ts';
import { answered, attemptEnd, attemptStart, failed } from '../test/support/events.ts';
import { llm } from '../test/support/providers.ts';
import { everybodys } from './hammer/sums.ts';

/** Few enough that the file stays small however long this goes on. */
const providers = 20;
const hourMs = 3600_000;

const [file = '', name = '', life = '0'] = process.argv.slice(2);

// Nobody is left to kill it when the process that started it is gone.
process.stdin.on('end', () => process.exit()).resume();

const journal = createJournal(systemClock);
const store = createHealthStore(file, systemClock, journal, () => undefined);
await store.refresh();
let begun = 0;
let counted = 0;
for (let number = Number(life); ; number++) {
	const provider = llm(`${name}-${number % providers}`);
	begun++;
	say('begun');
	journal.append({ ...attemptStart(llm(name)), turn: { one: 1, two: 1 } });
	journal.append(attemptEnd(llm(everybodys), answered));
	journal.append(attemptEnd(provider, failed('rate-limited', hourMs)));
	const learnt = Object.entries(journal.health().cooldowns).filter(([key]) => key.includes(`//${provider.id}.example`));
	if (await store.flush()) {
		learnt.forEach(([key, { at }]) => {
			say(`kept ${at} ${key}`);
		});
		for (; counted < begun; counted++) {
			say('counted');
		}
	}
}

/** At once, so that whoever kills this process knows of it. */
function say(line: string): void {
	writeSync(1, `${line}\n`);
}
