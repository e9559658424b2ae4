import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type Chance, createChance } from '../../../scripts/simulate/chance.ts';
import type { Isolation } from '../../../src/core/agent.ts';
import { markerVariable } from '../../../src/providers/agentEnvironment.ts';
import { runAgent } from '../../../src/providers/agentRun.ts';
import { claude } from '../../../src/providers/dialects/claude.ts';
import type { Dialect } from '../../../src/providers/dialects/dialect.ts';
import type { Adapter } from '../../../src/providers/provider.ts';
import { attempt, type AttemptResult } from '../../../src/router/attempt.ts';
import { processesWith } from '../processes.ts';
import { agent, keyless } from '../providers.ts';
import { request } from '../requests.ts';
import { gitEnvironment, removeTemporaryFolder } from '../temporary.ts';
import { differences, digestOf } from './digest.ts';
import { type Form, forms } from './forms.ts';
import { type ChaosScene, createChaosScene, type State } from './scene.ts';

export interface ChaosResult {
	readonly seed: number;
	readonly state: State;
	/** How the agent was to end. */
	readonly end: string;
	/** What became of the attempt: `answered`, or the kind of its failure. */
	readonly became: string;
	/** How many steps the agent made. */
	readonly steps: number;
	/** What was not as before, or left behind; empty when all is well. */
	readonly problems: readonly string[];
}

/** Runs one after the other. Scenes are used again as long as nothing has happened to them. */
export interface Chaos {
	run(seed: number): Promise<ChaosResult>;
	dispose(): void;
}

export function createChaos(isolation: Isolation): Chaos {
	const form = forms[isolation];
	if (form === undefined) {
		throw new Error(`There is no chaos for ${isolation} yet.`);
	}
	const scenes = new Map<State, ChaosScene>();
	return {
		run: async (seed) => {
			const chance = createChance(seed);
			const state = form.states[seed % form.states.length] ?? 'clean';
			const scene = scenes.get(state) ?? createChaosScene(state);
			scenes.set(state, scene);
			const result = await once(isolation, form, scene, state, seed, chance);
			if (result.problems.length > 0) {
				scenes.delete(state);
			}
			return result;
		},
		dispose() {
			for (const { root } of scenes.values()) {
				removeTemporaryFolder(path.dirname(root));
			}
		},
	};
}

/** How an agent ends, and how often. `stop` and `skip`: the user's doing, after some steps. `early`: before it begins. */
const ends = ['exit:0', 'exit:0', 'exit:1', 'exit:137', 'signal', 'signal', 'hang', 'stop', 'skip', 'early'] as const;

async function once(
	isolation: Isolation,
	form: Form,
	scene: ChaosScene,
	state: State,
	seed: number,
	chance: Chance,
): Promise<ChaosResult> {
	const end = ends[Math.floor(chance() * ends.length)] ?? 'exit:0';
	const planned = Math.floor(chance() ** 2 * 24);
	const before = digestOf(scene.root, form.finest);
	const marker = randomUUID();
	const environment = { ...gitEnvironment(), HOME: scene.home, XDG_CONFIG_HOME: path.join(scene.home, '.config') };
	const controller = new AbortController();
	const keeps = chance() < 0.3;
	const stopAfter = Math.floor(chance() * planned);
	let steps = 0;
	const onStep = (line: string) => {
		steps += 1;
		if ((end === 'stop' || end === 'skip') && steps > stopAfter) {
			controller.abort(end === 'skip' ? 'skipped' : 'cancelled');
		} else if (line === 'still here') {
			controller.abort('cancelled');
		}
	};
	if (end === 'early') {
		turnsLater(Math.floor(chance() * 300), () => controller.abort('cancelled'));
	}
	const program = end.startsWith('exit') || end === 'signal' || end === 'hang' ? end : 'hang';
	const parameters = [path.join(import.meta.dirname, 'agent.ts'), String(seed), String(planned), program];
	const workspace = form.workspace(scene.storage, environment);
	const result = await attempt(
		{
			request: request({ task: 'changes', deadline: Number.MAX_SAFE_INTEGER }),
			provider: agent('chaos'),
			profile: keyless,
			maxOutputTokens: null,
			keeps: () => keeps,
			permit: () => Promise.resolve(false),
			isolation,
			base: null,
			onHandOffFailed: () => undefined,
			signal: controller.signal,
			onPart: () => undefined,
			onFirstOutput: () => undefined,
		},
		{
			clock: { now: () => 0, after: () => () => undefined },
			adapter: () => Promise.resolve(adapterOf(parameters, { ...environment, [markerVariable]: marker }, onStep)),
			workspace: () => Promise.resolve(workspace),
			describe: () => Promise.resolve({ files: [], diff: '' }),
			folder: scene.root,
			readKey: () => Promise.resolve(null),
			firstOutputMs: 1,
			idleMs: 1,
		},
	);
	const problems = [...(await ended(result)), ...differences(before, digestOf(scene.root, form.finest))];
	problems.push(...processesWith(`${markerVariable}=${marker}`).map((pid) => `process ${pid} still runs`));
	problems.push(...readdirSync(scene.storage).map((name) => `left behind: ${name}`));
	return { seed, state, end, became: result.ok ? 'answered' : result.failure.kind, steps, problems };
}

/** Drops what an agent that came to its end proposes, and what is kept of one that did not. */
async function ended(result: AttemptResult): Promise<readonly string[]> {
	const problems: string[] = [];
	if (!result.ok && !['agent-crashed', 'bad-output', 'cancelled', 'skipped'].includes(result.failure.kind)) {
		problems.push(`${result.failure.kind}: ${result.failure.message} ${result.failure.said ?? ''}`);
	}
	const transaction = result.ok ? result.proposal?.transaction : result.left?.transaction;
	const settled = await transaction?.settle();
	if (settled?.ok === false) {
		problems.push(settled.failure.message);
	} else if (settled?.outside !== undefined) {
		problems.push(`outside: ${settled.outside.join(', ')}`);
	}
	await transaction?.changes();
	const dropped = await transaction?.rollback();
	return dropped?.ok === false ? [...problems, dropped.failure.message] : problems;
}

function adapterOf(
	parameters: readonly string[],
	environment: NodeJS.ProcessEnv,
	onStep: (line: string) => void,
): Adapter {
	const dialect: Dialect = {
		...claude,
		output: 'lines',
		line: (progress, line) => {
			onStep(String(line));
			return { progress, parts: [{ type: 'activity' }] };
		},
		end: (_, { exitCode }) =>
			exitCode === 0
				? { ok: true, text: 'done', model: null, usage: null }
				: { ok: false, failure: { kind: 'agent-crashed', message: 'It died.' } },
	};
	return {
		check: () => Promise.resolve({ ready: true, version: null }),
		run: ({ cwd }, io) =>
			runAgent(
				{
					program: process.execPath,
					arguments: parameters,
					cwd: cwd ?? '',
					environment: Object.fromEntries(
						Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
					),
					marker: markerVariable,
					input: '',
					pipe: null,
					task: 'changes',
					dialect,
					now: () => 0,
				},
				io,
			),
	};
}

/** After so many turns of the event loop. */
function turnsLater(turns: number, action: () => void): void {
	if (turns === 0) {
		action();
	} else {
		setImmediate(() => turnsLater(turns - 1, action));
	}
}
