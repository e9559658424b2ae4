import { knownAgents } from '../core/agent.ts';
import type { Provider } from '../core/provider.ts';
import type { LocalServer } from '../providers/detect.ts';
import type { Adapter } from '../providers/provider.ts';
import { type Found, keyVariables } from './providerCommands.ts';

/** At most so many models of one server are offered. */
const mostModels = 20;

/** What could answer on this machine: agent programs, local servers, and keys in the environment (only offered). */
export async function discover(
	agentCli: Pick<Adapter, 'check'>,
	findLocalServers: () => Promise<readonly LocalServer[]>,
	environment: NodeJS.ProcessEnv,
): Promise<readonly Found[]> {
	const [agents, servers] = await Promise.all([
		Promise.all(knownAgents.map((agent) => agentFound(agent, agentCli))),
		findLocalServers(),
	]);
	const keys = Object.entries(keyVariables).flatMap(([variable, { id, baseUrl, model }]): Found[] => {
		const profiles = [{ name: 'environment', keyFrom: `env:${variable}` }];
		const entry = { id, kind: 'openai', baseUrl, model, profiles };
		return environment[variable]
			? [{ label: id, detail: `${baseUrl}, with the key in ${variable}`, picked: false, entry }]
			: [];
	});
	return [...agents.flat(), ...servers.flatMap(serverFound), ...keys];
}

async function agentFound(
	agent: (typeof knownAgents)[number],
	agentCli: Pick<Adapter, 'check'>,
): Promise<readonly Found[]> {
	const id = agent === 'claude' ? 'claude-code' : agent;
	const readiness = await agentCli.check(agentProvider(id, agent));
	if (!readiness.ready && readiness.reason === 'not-installed') {
		return [];
	}
	const detail = readiness.ready ? `agent, version ${readiness.version ?? 'unknown'}` : `agent, ${readiness.message}`;
	return [{ label: id, detail, picked: readiness.ready, entry: { id, kind: 'agent-cli', agent } }];
}

function serverFound({ name, baseUrl, models }: LocalServer): readonly Found[] {
	return models.slice(0, mostModels).map((model, index) => {
		const id = `${name}-${model}`
			.toLowerCase()
			.replace(/[^a-z0-9.-]+/g, '-')
			.slice(0, 64);
		return {
			label: `${name}: ${model}`,
			detail: `local server, ${baseUrl}`,
			picked: index === 0,
			entry: { id, kind: 'openai', baseUrl, model },
		};
	});
}

function agentProvider(id: string, agent: string): Provider {
	return {
		id,
		kind: 'agent-cli',
		model: null,
		baseUrl: null,
		api: 'chat',
		agent,
		profiles: [{ name: 'default', key: { from: 'none' } }],
		capabilities: null,
		reach: 'standard',
		billing: 'subscription',
		contextTokens: null,
		enabled: true,
	};
}
