import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type AgentSettings, usualAgentSettings } from '../core/agent.ts';
import type { Provider } from '../core/provider.ts';
import { agentEnvironment, bringsKey, markerVariable } from './agentEnvironment.ts';
import { broughtBy } from './agentFolder.ts';
import { brokenCheck, brokenRun, failed, temporaryFolder, withoutKey, writeFiles } from './agentParts.ts';
import { findProgram, type Program } from './agentProgram.ts';
import { runAgent } from './agentRun.ts';
import type { Dialect } from './dialects/dialect.ts';
import { dialectOf } from './dialects/index.ts';
import { newMarker } from './orphans.ts';
import { agentPrompt } from './prompt.ts';
import { isOlder, versionIn } from './version.ts';
import type { Adapter, Answer, Readiness, RunInput, RunIo } from './provider.ts';

export interface AgentCliOptions {
	/** What the user set for an agent program; `null` when nothing. */
	agents(agent: string): AgentSettings | null;
	environment(): NodeJS.ProcessEnv;
	/** The open folders. A program that lies inside one is refused: a repository must not bring its own agent. */
	folders(): readonly string[];
	/** Where a run without a tree of its own is placed; made when it is missing. */
	readonly temporary: string;
	/**
	 * A folder that holds every place an agent works in. When the repository of a copy is gone, git must not look for one
	 * above this folder: the user's home could be one.
	 */
	readonly boundary: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/** A coding-agent program, driven through its JSON output. */
export function createAgentCliAdapter(options: AgentCliOptions): Adapter {
	return {
		check: (provider) => check(provider, options).catch(brokenCheck),
		run: (input, io) => run(input, io, options).catch(brokenRun),
	};
}

const checkMs = 5000;

async function run(input: RunInput, io: RunIo, options: AgentCliOptions): Promise<Answer> {
	if (io.signal.aborted) {
		return failed({ kind: 'cancelled', message: 'The agent was not started.', neverSent: true });
	}
	const { dialect, settings, program } = await programOf(input.provider, options);
	if (dialect === null || !program.ok) {
		const message = program.ok ? 'There is no such agent.' : program.message;
		return failed({ kind: 'unreachable', message, neverSent: true });
	}
	const own = await temporaryFolder(options.temporary);
	try {
		const runFolder = await realpath(own);
		const cwd = await realpath(input.cwd ?? join(own, 'empty'));
		const { task } = input.request.facts;
		const prompt = agentPrompt(input.request, input.handOff);
		const promptFile = join(runFolder, 'prompt.md');
		const permission = task === 'changes' ? settings.permission : 'read-only';
		const launch = dialect.launch({ task, model: input.provider.model, cwd, permission, runFolder, promptFile });
		const brought = await broughtBy(cwd, dialect.refusedBy ?? []);
		if (launch.refusal !== undefined || brought !== null) {
			const message = launch.refusal ?? `The folder brings ${brought}, which ${dialect.command} would follow unasked.`;
			return failed({ kind: 'unreachable', message, neverSent: true });
		}
		const isFile = dialect.prompt === 'file';
		await writeFiles(runFolder, { ...launch.files, ...(isFile ? { 'prompt.md': prompt } : {}) });
		const answer = await runAgent(
			{
				program: program.path,
				arguments: launch.isComplete === true ? launch.arguments : [...settings.args, ...launch.arguments],
				cwd: launch.cwd ?? cwd,
				environment: { ...environmentOf(input.key, dialect, settings, options), ...launch.environment },
				marker: markerVariable,
				input: isFile ? '' : prompt,
				pipe: dialect.prompt === 'pipe' && process.platform !== 'win32' ? join(runFolder, 'input') : null,
				task,
				dialect,
				now: options.now,
			},
			io,
		);
		return withoutKey(answer, input.key);
	} finally {
		await rm(own, { recursive: true, force: true });
	}
}

async function check(provider: Provider, options: AgentCliOptions): Promise<Readiness> {
	const { dialect, settings, program } = await programOf(provider, options);
	if (dialect === null || !program.ok) {
		const message = program.ok ? 'There is no such agent.' : program.message;
		return { ready: false, reason: 'not-installed', message };
	}
	const { versionArguments = ['--version'] } = dialect;
	if (versionArguments === null) {
		return { ready: true, version: null };
	}
	const environment = environmentOf(null, dialect, settings, options);
	const folder = await temporaryFolder(options.temporary);
	const asked = (parameters: readonly string[]) => ask(program.path, parameters, folder, environment);
	try {
		const said = await asked(versionArguments);
		const version = versionIn(said.output);
		if (said.late) {
			// Some unpack themselves at their first start. What is there can be tried: its first run tells.
			return { ready: true, version: null };
		}
		if (said.exitCode !== 0) {
			return { ready: false, reason: 'not-installed', message: `The program ${dialect.command} does not start.` };
		}
		if (isOlder(version, dialect.leastVersion)) {
			return { ready: false, reason: 'too-old', message: tooOld(dialect, version) };
		}
		const needsLogin =
			provider.profiles.every((profile) => profile.key.from === 'none') &&
			!bringsKey(environment, dialect, settings.env);
		// One that can't be asked counts as logged in: its first run tells.
		const login = needsLogin && dialect.loginArguments !== null ? await asked(dialect.loginArguments) : null;
		if (login !== null && !login.late && login.exitCode !== 0) {
			return { ready: false, reason: 'not-logged-in', message: `Log in with “${dialect.loginCommand}”.` };
		}
		return { ready: true, version };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function tooOld({ command, leastVersion }: Dialect, version: string | null): string {
	return `Version ${version ?? 'unknown'} of ${command} is too old: ${leastVersion ?? 'a newer one'} or later is needed. Update it the way it was installed.`;
}

/** A short question to the program that costs nothing. */
async function ask(program: string, parameters: readonly string[], cwd: string, environment: Record<string, string>) {
	const { exitCode, stdout, timedOut } = await execa(program, [...parameters], {
		cwd,
		env: environment,
		extendEnv: false,
		stdin: 'ignore',
		timeout: checkMs,
		killDescendants: true,
		forceKillAfterDelay: 500,
		maxBuffer: 64 * 1024,
		windowsHide: true,
		reject: false,
	});
	return { exitCode, output: stdout, late: timedOut };
}

async function programOf(
	{ agent }: Provider,
	options: AgentCliOptions,
): Promise<{ readonly dialect: Dialect | null; readonly settings: AgentSettings; readonly program: Program }> {
	const name = agent ?? '';
	const own = options.agents(name);
	const dialect = dialectOf(name, own);
	const settings = own ?? usualAgentSettings;
	if (dialect === null) {
		return { dialect, settings, program: { ok: false, message: `The agent ${JSON.stringify(name)} is not known.` } };
	}
	const program = await findProgram({
		agent: name,
		path: settings.path,
		command: dialect.command,
		environment: options.environment(),
		folders: options.folders(),
	});
	return { dialect, settings, program };
}

function environmentOf(key: string | null, dialect: Dialect, settings: AgentSettings, options: AgentCliOptions) {
	const base = options.environment();
	const environment = agentEnvironment({ base, dialect, allowed: settings.env, key, marker: newMarker() });
	return { ...environment, GIT_CEILING_DIRECTORIES: options.boundary };
}
