// node victim.ts JSON
// Works in a folder itself as the extension would, and kills itself at one of its own writes to the disk. Tells at the
// end how many writes there were.
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Transaction } from '../../../src/workspace/transaction.ts';
import { workAt } from './work.ts';

/** What a victim is to do. */
export interface Task {
	readonly storage: string;
	readonly folder: string;
	/** What the agent does. */
	readonly seed: number;
	/** `accept`: to the end. `drop`: as when an attempt failed. `look`: settled, then dropped. `recover`: what another left. */
	readonly what: 'accept' | 'drop' | 'look' | 'recover';
	/** At which write it dies, from 1. */
	readonly killAt: number;
	/** Whether that write is on its way when it dies. */
	readonly during: boolean;
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
let writes = 0;

const writing = [
	'appendFile',
	'chmod',
	'copyFile',
	'lchown',
	'link',
	'lutimes',
	'mkdir',
	'mkdtemp',
	'open',
	'rename',
	'rm',
	'rmdir',
	'symlink',
	'unlink',
	'utimes',
	'writeFile',
] as const;
const functions = fs as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
for (const name of writing) {
	const original = functions[name];
	functions[name] = (...given) => {
		writes += 1;
		const running = writes < task.killAt || task.during ? original?.(...given) : undefined;
		if (writes === task.killAt) {
			process.kill(process.pid, 'SIGKILL');
		}
		return running ?? Promise.resolve();
	};
}
syncBuiltinESMExports();

// Loaded only now, so that it gets these functions.
const { createInPlaceWorkspace } = await import('../../../src/workspace/inPlace.ts');
const workspace = createInPlaceWorkspace({ storage: task.storage, now: () => 0 });

async function good(result: Promise<{ readonly ok: boolean }>): Promise<void> {
	const ended = await result;
	if (!ended.ok) {
		throw new Error(JSON.stringify(ended));
	}
}

async function work(transaction: Transaction): Promise<void> {
	workAt(task.folder, task.seed);
	if (task.what !== 'drop') {
		await good(transaction.settle());
	}
	if (task.what === 'accept') {
		await good(transaction.commit());
	}
	await good(transaction.rollback());
}

async function recover(): Promise<void> {
	for (const unfinished of await workspace.unfinished()) {
		const transaction = await workspace.reopen(unfinished);
		if (transaction !== null) {
			await good(transaction.settle());
			await good(transaction.rollback());
		}
	}
}

if (task.what === 'recover') {
	await recover();
} else {
	const begun = await workspace.begin(task.folder, new AbortController().signal);
	if (!begun.ok) {
		throw new Error(begun.failure.message);
	}
	await work(begun.transaction);
}
process.stdout.write(String(writes));
