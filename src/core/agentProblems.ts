import { type AgentSettings, knownAgents } from './agent.ts';
import type { Provider } from './provider.ts';

/** What is wrong with an agent, by its path as in settings.json. */
interface AgentProblem {
	readonly path: string;
	readonly message: string;
}

interface Agents {
	readonly providers: readonly Pick<Provider, 'kind' | 'agent'>[];
	/** By agent name. */
	readonly agents: Readonly<Record<string, AgentSettings>>;
}

/**
 * Agents that can't work as they are set. None of this makes a list invalid: one agent must not cost all the others.
 */
export function agentProblems({ providers, agents }: Agents): readonly AgentProblem[] {
	const unknown = providers.flatMap(({ kind, agent }, index): readonly AgentProblem[] => {
		const name = agent ?? '';
		const message = `no agent is known as "${name}": name its program in switchyard.agents.${name}.path`;
		const isUnknown = kind === 'agent-cli' && !isKnown(name) && !Object.hasOwn(agents, name);
		return isUnknown ? [{ path: `switchyard.providers[${index}].agent`, message }] : [];
	});
	const unasked = Object.entries(agents).flatMap(([name, { prompt, args }]): readonly AgentProblem[] => {
		const isNamed = args.some((argument) => argument.includes('{promptFile}'));
		const message = 'name the file with the prompt by {promptFile}, or set "prompt" to "stdin"';
		const isUnasked = !isKnown(name) && prompt === 'file' && !isNamed;
		return isUnasked ? [{ path: `switchyard.agents.${name}.args`, message }] : [];
	});
	return [...unknown, ...unasked];
}

function isKnown(name: string): boolean {
	return knownAgents.some((known) => known === name);
}
