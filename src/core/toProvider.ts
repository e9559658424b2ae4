import { isLoopback, travelsOpenly } from './address.ts';
import { endpointFrom, type Kind, type Profile, type Provider } from './provider.ts';
import type { ProviderEntry } from './settingsSchema.ts';

/** An entry with everything filled in that has a sensible default. */
export function toProvider(entry: ProviderEntry): Provider {
	const address = entry.kind === 'openai' ? (entry.baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '') : null;
	const local = address !== null && isLoopback(address);
	const agent = entry.kind === 'agent-cli' || entry.kind === 'acp' ? entry.agent : null;
	return {
		id: entry.id,
		kind: entry.kind,
		model: entry.kind === 'vscode-lm' ? (entry.model ?? entry.family ?? null) : (entry.model ?? null),
		baseUrl: address,
		api: entry.kind === 'openai' ? (entry.api ?? 'chat') : 'chat',
		endpoint: endpointFrom({ baseUrl: address, kind: entry.kind, agent, id: entry.id }),
		agent,
		profiles: profilesOf(entry),
		capabilities: fitsOf(entry.capabilities),
		reach: entry.reach ?? (local ? 'sovereign' : 'standard'),
		billing: entry.billing ?? (local ? 'free' : defaultBilling[entry.kind]),
		contextTokens: entry.contextTokens ?? null,
		maxOutputTokens: entry.maxOutputTokens ?? null,
		cost: entry.cost ?? null,
		latency: entry.latency ?? null,
		keywords: [...new Set(entry.keywords ?? [])],
		weight: entry.weight ?? 1,
		exempt: entry.exempt ?? false,
		enabled: entry.enabled ?? true,
	};
}

/** An agent is most often paid by subscription, an API by use. */
const defaultBilling: Readonly<Record<Kind, Provider['billing']>> = {
	openai: 'metered',
	'vscode-lm': 'subscription',
	'agent-cli': 'subscription',
	acp: 'subscription',
};

function profilesOf(entry: ProviderEntry): Provider['profiles'] {
	const keyless: Profile = { name: 'default', key: { from: 'none' } };
	if (entry.kind !== 'openai') {
		return [keyless];
	}
	const [first, ...rest] = (entry.profiles ?? []).map(({ name, keyFrom }): Profile => {
		const variable = keyFrom?.slice('env:'.length);
		return { name, key: variable === undefined ? { from: 'secrets' } : { from: 'environment', variable } };
	});
	if (first !== undefined) {
		return [first, ...rest];
	}
	const address = entry.baseUrl ?? '';
	const needsKey = !travelsOpenly(address) && !isLoopback(address);
	return [needsKey ? { name: 'default', key: { from: 'secrets' } } : keyless];
}

function fitsOf(entry: ProviderEntry['capabilities']): Provider['capabilities'] {
	if (entry === undefined) {
		return null;
	}
	if (!Array.isArray(entry)) {
		return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
	}
	return Object.fromEntries(entry.map((capability) => [capability, 1]));
}
