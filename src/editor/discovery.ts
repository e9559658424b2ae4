import * as l10n from '@vscode/l10n';
import { knownAgents } from '../core/agent.ts';
import type { Provider } from '../core/provider.ts';
import type { LocalServer } from '../providers/detect.ts';
import type { Adapter, Readiness } from '../providers/provider.ts';
import type { Found } from './addProviders.ts';
import { providerToBe } from './newEntry.ts';
import { spoken } from './spoken.ts';
import { vendors } from './presets.ts';

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
	const keys = keyed.flatMap(({ id, baseUrl, variable, example }): Found[] => {
		const profiles = [{ name: 'environment', keyFrom: `env:${variable}` }];
		const entry = { id, kind: 'openai', baseUrl, model: example, profiles };
		return environment[variable]
			? [{ label: id, detail: l10n.t('{0}, with the key in {1}', baseUrl, variable), picked: false, entry }]
			: [];
	});
	return distinct([...agents.flat(), ...servers.flatMap(serverFound), ...keys]);
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
	return [
		{ label: id, detail: agentDetail(readiness), picked: readiness.ready, entry: { id, kind: 'agent-cli', agent } },
	];
}

function agentDetail(readiness: Readiness): string {
	if (!readiness.ready) {
		return l10n.t('agent, {0}', spoken(readiness.message));
	}
	return readiness.version === null
		? l10n.t('agent, version unknown')
		: l10n.t('agent, version {0}', readiness.version);
}

function serverFound({ name, baseUrl, models }: LocalServer): readonly Found[] {
	return models.slice(0, mostModels).map((model, index) => {
		const id = `${name}-${model}`
			.toLowerCase()
			.replace(/[^a-z0-9.-]+/g, '-')
			.slice(0, 64);
		return {
			label: `${name}: ${model}`,
			detail: l10n.t('local server, {0}', baseUrl),
			picked: index === 0,
			entry: { id, kind: 'openai', baseUrl, model },
		};
	});
}

/** Two models whose names differ in a sign only get an id each: two of one id would make the whole list invalid. */
function distinct(found: readonly Found[]): readonly Found[] {
	const taken = new Set<string>();
	return found.map((each) => {
		let { id } = each.entry;
		for (let number = 2; taken.has(id); number++) {
			id = `${each.entry.id.slice(0, 60)}-${number}`;
		}
		taken.add(id);
		return { ...each, entry: { ...each.entry, id } };
	});
}

/** A provider as it would be, to ask its program whether it could work. */
export function agentProvider(id: string, agent: string): Provider {
	return providerToBe({
		id,
		kind: 'agent-cli',
		baseUrl: null,
		agent,
		profiles: [{ name: 'default', key: { from: 'none' } }],
		billing: 'subscription',
	});
}

/**
 * Vendors whose key is for nothing else, and whose address needs no part of the user's own. A key found in the
 * environment is offered, never taken: only the user says so.
 */
const keyed = vendors.filter(({ id, baseUrl }) => id !== 'github' && !baseUrl.includes('{'));
