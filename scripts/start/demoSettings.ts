import jsonc from 'jsonc-parser';
import { withSettings } from '../../test/host/settings.mjs';

/** In the order in which a route tries them. */
export const simulated = {
	limitedApi: 'simulated-limited-api',
	crashingAgent: 'simulated-crashing-agent',
	api: 'simulated-api',
} as const;
const simulatedIds: readonly string[] = Object.values(simulated);

/** Where the simulated APIs listen. An address each: providers at one address share its limits. */
export interface SimulatedOrigins {
	readonly limitedApi: string;
	readonly api: string;
}

/** The user's settings of the demonstration: three providers that are simulated and say so in their names. */
export function demoSettings(origins: SimulatedOrigins, agentPath: string): Readonly<Record<string, unknown>> {
	const near = { reach: 'sovereign', billing: 'free' };
	const api = (which: keyof SimulatedOrigins) => {
		const id = simulated[which];
		return { id, kind: 'openai', baseUrl: `${origins[which]}/${id}/v1`, model: 'simulated', ...near };
	};
	return {
		'switchyard.providers': [
			api('limitedApi'),
			{ id: simulated.crashingAgent, kind: 'agent-cli', agent: 'claude', ...near },
			api('api'),
		],
		'switchyard.agents': { claude: { path: agentPath } },
	};
}

/** Whether a settings file says anything that the demonstration would have to replace. */
export function isConfigured(text: string): boolean {
	const settings = settingsIn(text);
	return settings['switchyard.providers'] !== undefined || settings['switchyard.agents'] !== undefined;
}

/** The settings without what an earlier demonstration left; all that the user wrote stays. */
export function withoutDemo(text: string, agentPath: string): string {
	const settings = settingsIn(text);
	const forced: Record<string, unknown> = {};
	const providers = settings['switchyard.providers'];
	if (Array.isArray(providers) && providers.some(isSimulated)) {
		const own = providers.filter((provider) => !isSimulated(provider));
		forced['switchyard.providers'] = own.length === 0 ? undefined : own;
	}
	const agents = recordOf(settings['switchyard.agents']);
	if (recordOf(agents['claude'])['path'] === agentPath) {
		const others = Object.fromEntries(Object.entries(agents).filter(([name]) => name !== 'claude'));
		forced['switchyard.agents'] = Object.keys(others).length === 0 ? undefined : others;
	}
	return Object.keys(forced).length === 0 ? text : withSettings(text, { forced });
}

function isSimulated(provider: unknown): boolean {
	const { id } = recordOf(provider);
	return typeof id === 'string' && simulatedIds.includes(id);
}

function settingsIn(text: string): Readonly<Record<string, unknown>> {
	return recordOf(jsonc.parse(text));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
