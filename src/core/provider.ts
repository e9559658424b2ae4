import type { Billing, Capability, Reach } from './request.ts';

export const kinds = ['openai', 'vscode-lm', 'agent-cli', 'acp'] as const;
export type Kind = (typeof kinds)[number];

/** The kinds that run a program in a folder; the others are LLMs. */
export function isAgent(kind: Kind): boolean {
	return kind === 'agent-cli' || kind === 'acp';
}

/** A named credential. The secret itself is never in here. */
export interface Profile {
	readonly name: string;
	/** Where the key comes from: the editor's secret storage, an environment variable the user named, or no key at all. */
	readonly key:
		| { readonly from: 'secrets' }
		| { readonly from: 'environment'; readonly variable: string }
		| { readonly from: 'none' };
}

/** Something that can answer a request. */
export interface Provider {
	readonly id: string;
	readonly kind: Kind;
	/** `null`: whatever the program or the server takes by default. */
	readonly model: string | null;
	/** For `openai`, without a trailing slash; `null` for every other kind. */
	readonly baseUrl: string | null;
	readonly api: 'chat' | 'responses';
	/** For `agent-cli` and `acp`: which agent program; `null` for every other kind. */
	readonly agent: string | null;
	/** At least one, in the order in which they are tried. */
	readonly profiles: readonly [Profile, ...Profile[]];
	/** Fit per capability, 0 to 1. `null`: not declared. */
	readonly capabilities: Readonly<Partial<Record<Capability, number>>> | null;
	readonly reach: Reach;
	readonly billing: Billing;
	/** The largest context it takes, in tokens. `null`: not known. */
	readonly contextTokens: number | null;
	/** US dollars per million tokens. `null`: not known. */
	readonly cost: { readonly input: number; readonly output: number } | null;
	/** How long it usually takes until its first output, in milliseconds; counts until it has been measured. */
	readonly latency: number | null;
	/** Its share of the turns with the strategy `weighted`; a whole number, at least 1. */
	readonly weight: number;
	/** Never cools down: it is asked again however often it fails. */
	readonly exempt: boolean;
	readonly enabled: boolean;
}

/** Which part of a provider failed. Providers that share it cool down together. */
export const blames = ['model', 'profile', 'endpoint'] as const;
export type Blame = (typeof blames)[number];

/** Where requests go: the origin of an API, or the agent program. A key is bound to it. */
export function endpointOf(provider: Provider): string {
	if (provider.baseUrl !== null) {
		return new URL(provider.baseUrl).origin;
	}
	return `${provider.kind}:${provider.agent ?? provider.id}`;
}

/** The account behind a profile: the same name at the same endpoint is the same account. */
export function accountOf(provider: Provider, profile: Profile): string {
	const name = profile.key.from === 'environment' ? `env:${profile.key.variable}` : profile.name;
	return `${endpointOf(provider)}#${name}`;
}

/** The key under which a cooldown is kept for one part of a provider. */
export function blameKey(blame: Blame, provider: Provider, profile: Profile): string {
	switch (blame) {
		case 'endpoint':
			return `endpoint ${endpointOf(provider)}`;
		case 'profile':
			return `profile ${accountOf(provider, profile)}`;
		case 'model':
			return `model ${endpointOf(provider)} ${provider.model ?? 'default'}`;
	}
}
