import { isLoopback, travelsOpenly } from './address.ts';
import type { LookUp } from './catalogue.ts';
import { endpointFrom, type Kind, type ModelSelector, type Profile, type Provider } from './provider.ts';
import type { ProviderEntry } from './settingsSchema.ts';

/** Whose models an agent program asks, where it is not told otherwise. */
const makers: Readonly<Record<string, string>> = { claude: 'api.anthropic.com', codex: 'api.openai.com' };

/** Where the models of VS Code's vendor `copilot` are served. */
const copilot = 'api.githubcopilot.com';

/** An entry with everything filled in that has a sensible default, or that the catalogue knows. */
export function toProvider(entry: ProviderEntry, lookUp: LookUp): Provider {
	const address = entry.kind === 'openai' ? addressOf(entry) : null;
	const local = address !== null && isLoopback(address);
	const model = entry.kind === 'vscode-lm' ? (entry.model ?? entry.family ?? null) : (entry.model ?? null);
	const billing = entry.billing ?? (local ? 'free' : defaultBilling[entry.kind]);
	const known = model === null ? null : lookUp(hostOf(entry), model);
	const agent = entry.kind === 'agent-cli' || entry.kind === 'acp' ? entry.agent : null;
	const selected = entry.kind === 'vscode-lm' ? { selector: selectorOf(entry) } : {};
	return {
		id: entry.id,
		kind: entry.kind,
		model,
		baseUrl: address,
		api: entry.kind === 'openai' ? (entry.api ?? 'chat') : 'chat',
		endpoint: endpointFrom({ baseUrl: address, kind: entry.kind, agent, id: entry.id, ...selected }),
		agent,
		...selected,
		profiles: profilesOf(entry),
		capabilities: fitsOf(entry.capabilities),
		reach: entry.reach ?? (local ? 'sovereign' : 'standard'),
		billing,
		contextTokens: entry.contextTokens ?? known?.contextTokens ?? null,
		maxOutputTokens: entry.maxOutputTokens ?? null,
		cost: entry.cost ?? (billing === 'metered' ? (known?.cost ?? null) : null),
		latency: entry.latency ?? null,
		keywords: [...new Set(entry.keywords ?? [])],
		weight: entry.weight ?? 1,
		exempt: entry.exempt ?? false,
		enabled: entry.enabled ?? true,
	};
}

/** What an entry calls its model is the id of a model there. */
function selectorOf(entry: Extract<ProviderEntry, { kind: 'vscode-lm' }>): ModelSelector {
	const { vendor = null, family = null, model = null, version = null } = entry;
	return { vendor, family, id: model, version };
}

function addressOf({ baseUrl }: Extract<ProviderEntry, { kind: 'openai' }>): string {
	return (baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '');
}

/** An agent is most often paid by subscription, an API by use. */
const defaultBilling: Readonly<Record<Kind, Provider['billing']>> = {
	openai: 'metered',
	'vscode-lm': 'subscription',
	'agent-cli': 'subscription',
	acp: 'subscription',
};

/** The host that the catalogue has its models under; `null`: none that is known. */
function hostOf(entry: ProviderEntry): string | null {
	switch (entry.kind) {
		case 'openai':
			return new URL(addressOf(entry)).hostname;
		case 'agent-cli':
			return makers[entry.agent] ?? null;
		case 'vscode-lm':
			return entry.vendor === 'copilot' ? copilot : null;
		case 'acp':
			return null;
	}
}

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
	const address = addressOf(entry);
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
