import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgentSettings, usualAgentSettings } from '../core/agent.ts';
import type { Provider } from '../core/provider.ts';
import type { AcpAgent } from './acpAgent.ts';
import { knownAcpAgent, unknownAgent } from './acpAgents.ts';
import { checkAcp } from './acpCheck.ts';
import { runAcp } from './acpRun.ts';
import type { AgentCliOptions } from './agentCli.ts';
import { agentEnvironment, markerVariable } from './agentEnvironment.ts';
import { broughtBy } from './agentFolder.ts';
import { brokenCheck, brokenRun, failed, temporaryFolder, withoutKey, writeFiles } from './agentParts.ts';
import { findProgram, type Program } from './agentProgram.ts';
import { agentPrompt } from './prompt.ts';
import { newMarker } from './orphans.ts';
import type { Adapter, Answer, Readiness, RunInput, RunIo } from './provider.ts';

/** Any agent that speaks the Agent Client Protocol over its input and output. */
export function createAcpAdapter(options: AgentCliOptions): Adapter {
	return {
		check: (provider) => check(provider, options).catch(brokenCheck),
		run: (input, io) => run(input, io, options).catch(brokenRun),
	};
}

async function run(input: RunInput, io: RunIo, options: AgentCliOptions): Promise<Answer> {
	if (io.signal.aborted) {
		return failed({ kind: 'cancelled', message: 'The agent was not started.', neverSent: true });
	}
	const { agent, settings, program } = await programOf(input.provider, options);
	if (!program.ok) {
		return failed({ kind: 'unreachable', message: program.message, neverSent: true });
	}
	const own = await temporaryFolder(options.temporary);
	try {
		const runFolder = await realpath(own);
		const cwd = await realpath(input.cwd ?? join(own, 'empty'));
		const { task } = input.request.facts;
		const { model } = input.provider;
		const permission = task === 'changes' ? settings.permission : 'read-only';
		const brought = await broughtBy(cwd, agent.refusedBy);
		if (brought !== null) {
			const message = `The folder brings ${brought}, which ${agent.command} would follow unasked.`;
			return failed({ kind: 'unreachable', message, neverSent: true });
		}
		const launch = agent.launch({ model, cwd, permission, runFolder });
		await writeFiles(runFolder, launch.files ?? {});
		const answer = await runAcp(
			{
				agent,
				program: program.path,
				arguments: [...settings.args, ...launch.arguments],
				cwd,
				environment: { ...environmentOf(input.key, agent, settings, options), ...launch.environment },
				marker: markerVariable,
				prompt: agentPrompt(input.request, input.handOff),
				task,
				model,
				permission,
				files: agent.takesFiles ? input.files : null,
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
	const { agent, settings, program } = await programOf(provider, options);
	if (!program.ok) {
		return { ready: false, reason: 'not-installed', message: program.message };
	}
	const own = await temporaryFolder(options.temporary);
	try {
		const runFolder = await realpath(own);
		const cwd = join(runFolder, 'empty');
		const launch = agent.launch({ model: provider.model, cwd, permission: 'read-only', runFolder });
		await writeFiles(runFolder, launch.files ?? {});
		return await checkAcp({
			agent,
			program: program.path,
			arguments: [...settings.args, ...launch.arguments],
			cwd,
			environment: { ...environmentOf(null, agent, settings, options), ...launch.environment },
			marker: markerVariable,
		});
	} finally {
		await rm(own, { recursive: true, force: true });
	}
}

async function programOf(
	provider: Provider,
	options: AgentCliOptions,
): Promise<{ readonly agent: AcpAgent; readonly settings: AgentSettings; readonly program: Program }> {
	const name = provider.agent ?? '';
	const agent = knownAcpAgent(name) ?? unknownAgent(name);
	const { inner } = agent;
	const settingsName = inner === null ? name : agent.command;
	const settings = options.agents(settingsName) ?? usualAgentSettings;
	if (knownAcpAgent(name) === null && settings.path === null) {
		const message = `The agent ${JSON.stringify(name)} is not known; the setting switchyard.agents.${name}.path names its program.`;
		return { agent, settings, program: { ok: false, message } };
	}
	const search = { environment: options.environment(), folders: options.folders() };
	const { path } = settings;
	const program = await findProgram({ agent: settingsName, path, command: agent.command, ...search });
	const innerSettings = inner === null ? null : options.agents(inner.agent);
	if (inner === null || innerSettings === null || !program.ok) {
		return { agent, settings, program };
	}
	return withInner(inner, { agent, settings, innerSettings, program, search });
}

/** What the user set for the agent itself holds behind its program for the protocol too. */
async function withInner(
	inner: NonNullable<AcpAgent['inner']>,
	{
		agent,
		settings,
		innerSettings,
		program,
		search,
	}: {
		readonly agent: AcpAgent;
		readonly settings: AgentSettings;
		readonly innerSettings: AgentSettings;
		readonly program: Program;
		readonly search: { readonly environment: NodeJS.ProcessEnv; readonly folders: readonly string[] };
	},
) {
	const { permission, env, path } = innerSettings;
	const joined = settings === usualAgentSettings ? { ...settings, permission, env } : settings;
	if (path === null) {
		return { agent, settings: joined, program };
	}
	const found = await findProgram({ agent: inner.agent, path, command: path, ...search });
	if (!found.ok) {
		return { agent, settings: joined, program: found };
	}
	const fixedEnvironment = { ...agent.fixedEnvironment, [inner.variable]: found.path };
	return { agent: { ...agent, fixedEnvironment }, settings: joined, program };
}

function environmentOf(key: string | null, agent: AcpAgent, settings: AgentSettings, options: AgentCliOptions) {
	const keyVariable = agent.keyVariable ?? settings.env.find(isKeyName);
	const environment = agentEnvironment({
		base: options.environment(),
		dialect: { ...agent, keyVariable: keyVariable ?? '' },
		allowed: settings.env,
		key: keyVariable === undefined ? null : key,
		marker: newMarker(),
	});
	return { ...environment, GIT_CEILING_DIRECTORIES: options.boundary };
}

/** An agent that nobody knows gets a profile's key in the variable that the user lets through for one. */
function isKeyName(name: string): boolean {
	return /(?:KEY|TOKEN)$/.test(name);
}
