import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createChance } from '../../../scripts/simulate/chance.ts';
import { createInPlaceWorkspace } from '../../../src/workspace/inPlace.ts';
import { exactly } from '../exactly.ts';
import { removeTemporaryFolder, temporaryFolder } from '../temporary.ts';
import type { Task } from './victim.ts';
import { fillAt } from './work.ts';

/** What came of one killed process, after its work was recovered. */
export interface CrashResult {
	readonly seed: number;
	readonly what: Task['what'];
	/** At which of how many writes it was killed. */
	readonly killAt: number;
	readonly writes: number;
	/** How many processes were killed while they recovered what the first one left. */
	readonly killedAgain: number;
	/** What was found: nothing to recover, a folder to restore, or only changes that wait. */
	readonly left: 'nothing' | 'folder' | 'changes';
	readonly became: 'as before' | 'accepted' | 'harmed';
	readonly problems: readonly string[];
}

interface Plan {
	readonly writes: number;
	/** How the folder is after everything was accepted, times apart. */
	readonly accepted: string;
}

/** Kills processes that work in a folder, and recovers the folder. */
export function createCrash(): { run(seed: number): Promise<CrashResult> } {
	const plans = new Map<string, Plan>();
	const planned = (work: number, what: Task['what']): Plan => {
		const known = plans.get(`${work} ${what}`);
		if (known !== undefined) {
			return known;
		}
		const { top, folder, storage } = createScene();
		const writes = Number(runVictim({ storage, folder, seed: work, what, killAt: Infinity, during: false }));
		assert.ok(writes > 10, String(writes));
		const plan = { writes, accepted: withoutTimes(folder) };
		plans.set(`${work} ${what}`, plan);
		removeTemporaryFolder(top);
		return plan;
	};
	return {
		run: async (seed) => {
			const chance = createChance(seed);
			const below = (limit: number) => Math.floor(chance() * limit);
			const work = below(12);
			const what = (['accept', 'accept', 'look', 'drop'] as const)[below(4)] ?? 'drop';
			const { writes, accepted } = planned(work, what);
			const { top, folder, storage } = createScene();
			const before = exactly(folder);
			const killAt = 1 + below(writes);
			const during = chance() < 0.5;
			runVictim({ storage, folder, seed: work, what, killAt, during });
			const left = await leftIn(storage);
			let killedAgain = 0;
			while (chance() < 0.4) {
				killedAgain += 1;
				runVictim({ storage, folder, seed: work, what: 'recover', killAt: 1 + below(60), during: chance() < 0.5 });
			}
			const problems = await recover(storage);
			const after = exactly(folder);
			const same = JSON.stringify(after) === JSON.stringify(before);
			const isAccepted = what === 'accept' && withoutTimes(folder) === accepted;
			const became = same ? 'as before' : isAccepted ? 'accepted' : 'harmed';
			if (became === 'harmed') {
				problems.push(...differing(before, after));
			}
			problems.push(...(existsSync(storage) ? readdirSync(storage) : []).map((name) => `left behind: ${name}`));
			removeTemporaryFolder(top);
			return { seed, what, killAt, writes, killedAgain, left, became, problems };
		},
	};
}

function createScene(): { readonly top: string; readonly folder: string; readonly storage: string } {
	const top = temporaryFolder();
	const folder = path.join(top, 'project');
	mkdirSync(folder);
	fillAt(folder);
	return { top, folder, storage: path.join(top, 'storage') };
}

/** What it told; an empty string when it was killed. */
function runVictim(task: Task): string {
	const json = JSON.stringify({
		...task,
		killAt: Number.isFinite(task.killAt) ? task.killAt : Number.MAX_SAFE_INTEGER,
	});
	const { stdout, stderr, signal, status } = spawnSync(
		process.execPath,
		[path.join(import.meta.dirname, 'victim.ts'), json],
		{ encoding: 'utf8' },
	);
	assert.ok(signal === 'SIGKILL' || status === 0, `${status} ${stderr}`);
	return stdout;
}

async function leftIn(storage: string): Promise<CrashResult['left']> {
	const [unfinished] = await createInPlaceWorkspace({ storage, now: () => 0 }).unfinished();
	return unfinished === undefined ? 'nothing' : unfinished.toRestore ? 'folder' : 'changes';
}

/** As the next window would, when the user says so. */
async function recover(storage: string): Promise<string[]> {
	const workspace = createInPlaceWorkspace({ storage, now: () => 0 });
	const problems: string[] = [];
	for (const unfinished of await workspace.unfinished()) {
		const transaction = await workspace.reopen(unfinished);
		const settled = await transaction?.settle();
		const dropped = await transaction?.rollback();
		for (const end of [settled, dropped]) {
			if (end?.ok !== true) {
				problems.push(JSON.stringify(end ?? 'could not be reopened'));
			}
		}
	}
	return problems;
}

function withoutTimes(folder: string): string {
	return JSON.stringify(
		Object.entries(exactly(folder)).map(([name, facts]) => [name, facts.replace(/^(\S+ \S+) \S+/, '$1')]),
	);
}

function differing(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
	return Object.keys({ ...before, ...after })
		.filter((name) => before[name] !== after[name])
		.map((name) => `${name}: ${before[name] ?? 'nothing'} => ${after[name] ?? 'nothing'}`);
}
