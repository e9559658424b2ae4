import { endpointFrom, type Profile, type Provider } from '../../src/core/provider.ts';

/** An API that needs no key, is free and stays on this machine, so that nothing stands in its way. */
export function llm(id: string, different: Partial<Provider> = {}): Provider {
	const provider: Omit<Provider, 'endpoint'> = {
		id,
		kind: 'openai',
		model: `${id}-model`,
		baseUrl: `https://${id.toLowerCase()}.example/v1`,
		api: 'chat',
		agent: null,
		profiles: [keyless],
		capabilities: null,
		reach: 'sovereign',
		billing: 'free',
		contextTokens: null,
		maxOutputTokens: null,
		cost: null,
		latency: null,
		keywords: [],
		weight: 1,
		exempt: false,
		enabled: true,
		...different,
	};
	return { endpoint: endpointFrom(provider), ...provider };
}

/** An agent program under the same easy terms. */
export function agent(id: string, different: Partial<Provider> = {}): Provider {
	return llm(id, { kind: 'agent-cli', agent: id, baseUrl: null, model: null, ...different });
}

export const keyless: Profile = { name: 'default', key: { from: 'none' } };

/** A profile whose key is in the editor's secret storage. */
export function keyed(name: string): Profile {
	return { name, key: { from: 'secrets' } };
}
