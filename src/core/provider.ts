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

/** US dollars per million tokens. */
export interface Cost {
	readonly input: number;
	readonly output: number;
	/** Dearer prices for a prompt of more than so many tokens, the shortest first; they hold for all of it. */
	readonly above?: readonly { readonly tokens: number; readonly input: number; readonly output: number }[];
}

/** Under this vendor Switchyard offers its own models to VS Code: never a provider, since it would ask itself. */
export const ownVendor = 'switchyard';

/** Which of the models that VS Code offers; `null`: any. */
export interface ModelSelector {
	readonly vendor: string | null;
	readonly family: string | null;
	readonly id: string | null;
	readonly version: string | null;
}

/** Something that can answer a request. */
export interface Provider {
	readonly id: string;
	readonly kind: Kind;
	/** `null`: whatever the program or the server takes by default. */
	readonly model: string | null;
	/** For `openai`, without a trailing slash; `null` for every other kind. */
	readonly baseUrl: string | null;
	/** Where requests go, as `endpointFrom` gives it. A key is bound to it. */
	readonly endpoint: string;
	readonly api: 'chat' | 'responses';
	/** For `agent-cli` and `acp`: which agent program; `null` for every other kind. */
	readonly agent: string | null;
	/** For `vscode-lm`; left out for every other kind. */
	readonly selector?: ModelSelector;
	/** At least one, in the order in which they are tried. */
	readonly profiles: readonly [Profile, ...Profile[]];
	/** Fit per capability, 0 to 1. `null`: not declared. */
	readonly capabilities: Readonly<Partial<Record<Capability, number>>> | null;
	readonly reach: Reach;
	readonly billing: Billing;
	/** The largest context it takes, in tokens. `null`: not known. */
	readonly contextTokens: number | null;
	/** The most tokens that an answer may have; sent along with each request. `null`: no limit is sent. */
	readonly maxOutputTokens: number | null;
	/** `null`: not known. */
	readonly cost: Cost | null;
	/** How long it usually takes until its first output, in milliseconds; counts until it has been measured. */
	readonly latency: number | null;
	/** Words of the user's that bring this provider to the front when they stand in a prompt. */
	readonly keywords: readonly string[];
	/** Its share of the turns with the strategy `weighted`; a whole number, at least 1. */
	readonly weight: number;
	/** Never cools down: it is asked again however often it fails. */
	readonly exempt: boolean;
	readonly enabled: boolean;
}

/** Which part of a provider failed. Providers that share it cool down together. */
export const blames = ['model', 'profile', 'endpoint'] as const;
export type Blame = (typeof blames)[number];

/** The origin of an API, the agent program, or the vendor of a model of VS Code. */
export function endpointFrom({
	baseUrl,
	kind,
	agent,
	id,
	selector,
}: Pick<Provider, 'baseUrl' | 'kind' | 'agent' | 'id' | 'selector'>): string {
	const vendor = selector?.vendor ?? null;
	return baseUrl === null
		? `${kind}:${agent ?? (vendor === null ? id : encodeURIComponent(vendor))}`
		: new URL(baseUrl).origin;
}

/** Under which names a profile of a provider is remembered. */
export interface ProfileKeys {
	readonly profile: Profile;
	/** The account behind the profile: the same name at the same endpoint is the same account. */
	readonly account: string;
	/** The keys of the cooldowns, one for each part that can be to blame. */
	readonly blames: readonly [model: string, profile: string, endpoint: string];
}

/** Providers never change: the names are made once for each, since every decision asks for all of them. */
const made = new WeakMap<Provider, readonly ProfileKeys[]>();

/** The names of each profile, in the order of the profiles. */
export function keysOf(provider: Provider): readonly ProfileKeys[] {
	const before = made.get(provider);
	if (before !== undefined) {
		return before;
	}
	const keys = provider.profiles.map((profile) => keysFor(provider, profile));
	made.set(provider, keys);
	return keys;
}

export function accountOf(provider: Provider, profile: Profile): string {
	return keysFor(provider, profile).account;
}

/** The key under which a cooldown is kept for one part of a provider. */
export function blameKey(blame: Blame, provider: Provider, profile: Profile): string {
	const [model, account, endpoint] = keysFor(provider, profile).blames;
	return { model, profile: account, endpoint }[blame];
}

function keysFor({ endpoint, model }: Provider, profile: Profile): ProfileKeys {
	const { name, key } = profile;
	const account = `${endpoint}#${key.from === 'environment' ? `env:${key.variable}` : name}`;
	const ofModel = `model ${endpoint} ${model ?? 'default'}`;
	return { profile, account, blames: [ofModel, `profile ${account}`, `endpoint ${endpoint}`] };
}
