import { addressProblem, type AddressProblem, baseOf, type NewEntry } from './newEntry.ts';
import { vendorOf } from './presets.ts';

/** The extensions whose providers can be taken over. */
export const importNames = ['Cline', 'Roo Code', 'Kilo Code', 'Continue'] as const;
export type ImportName = (typeof importNames)[number];

/** What another extension tells of one of its models, in its own words. */
export interface Told {
	readonly from: ImportName;
	/** As its user called it; empty: not at all. */
	readonly name: string;
	/** Its own name for the vendor or the kind of server. */
	readonly provider: string;
	readonly model: string | null;
	readonly baseUrl: string | null;
	readonly key: string | null;
	/** An environment variable that holds the key. */
	readonly variable: string | null;
	/** For a model of VS Code. */
	readonly vendor?: string;
	readonly family?: string;
}

/** A provider that can be taken over. */
export interface Imported {
	readonly from: ImportName;
	readonly name: string;
	/** Without profiles: where its key comes from is told beside it. */
	readonly entry: NewEntry;
	/** For a server. */
	readonly baseUrl: string | null;
	/** The key itself. In memory only, until the user said that it may be taken. */
	readonly key: string | null;
	readonly variable: string | null;
}

/** Why one can't be taken over. */
export interface LeftOut {
	readonly from: ImportName;
	readonly name: string;
	readonly because: 'no-model' | 'other-protocol' | 'no-address' | AddressProblem;
}

export interface Import {
	readonly imported: readonly Imported[];
	readonly leftOut: readonly LeftOut[];
}

/** What of it Switchyard can ask, each model at each address once. */
export function importOf(told: readonly Told[]): Import {
	const read = told.map(readTold);
	const seen = new Set<string>();
	const imported = read.flatMap((each) => {
		if ('because' in each) {
			return [];
		}
		const key = JSON.stringify({ ...each.entry, id: '' });
		const first = !seen.has(key);
		seen.add(key);
		return first ? [each] : [];
	});
	return { imported, leftOut: read.filter((each): each is LeftOut => 'because' in each) };
}

/** Their names for the vendors that Switchyard knows by another one. */
const otherNames: Readonly<Record<string, string>> = {
	'openai-native': 'openai',
	google: 'gemini',
	xAI: 'xai',
	zAI: 'zai',
	'z-ai': 'zai',
	togetherai: 'together',
	'together-ai': 'together',
	'fireworks-ai': 'fireworks',
	moonshotai: 'moonshot',
};

/** Programs that they drive, and that Switchyard drives as agents. */
const agents: Readonly<Record<string, NewEntry>> = {
	'claude-code': { id: 'claude-code', kind: 'agent-cli', agent: 'claude' },
	'gemini-cli': { id: 'gemini', kind: 'agent-cli', agent: 'gemini' },
	'qwen-code': { id: 'qwen', kind: 'agent-cli', agent: 'qwen' },
	'openai-codex': { id: 'codex', kind: 'agent-cli', agent: 'codex' },
	'openai-codex-cli': { id: 'codex', kind: 'agent-cli', agent: 'codex' },
};

/** Where their local servers listen where nothing else is said, without the version of the API. */
const localServers: Readonly<Record<string, string>> = {
	ollama: 'http://127.0.0.1:11434',
	lmstudio: 'http://127.0.0.1:1234',
	'lm-studio': 'http://127.0.0.1:1234',
	'llama.cpp': 'http://127.0.0.1:8080',
	vllm: 'http://127.0.0.1:8000',
};

/** Names for any server that speaks the OpenAI protocol; its address is told beside it. */
const compatible: ReadonlySet<string> = new Set(['openai', 'openai-compatible', 'litellm']);

function readTold(told: Told): Imported | LeftOut {
	const { from, model, variable } = told;
	const name = told.name === '' ? `${told.provider} ${model ?? ''}`.trim() : told.name;
	const agent = Object.hasOwn(agents, told.provider) ? agents[told.provider] : undefined;
	if (agent !== undefined) {
		return { from, name, entry: agent, baseUrl: null, key: null, variable: null };
	}
	if (told.provider === 'vscode-lm') {
		const { vendor, family } = told;
		return vendor === undefined || family === undefined
			? { from, name, because: 'no-model' }
			: {
					...{ from, name, baseUrl: null, key: null, variable: null },
					entry: { id: `${vendor}-${family}`, kind: 'vscode-lm', vendor, family },
				};
	}
	const address = addressOf(told);
	if (typeof address !== 'string') {
		return { from, name, because: address.because };
	}
	const problem = addressProblem(address);
	if (problem !== null) {
		return { from, name, because: problem };
	}
	if (model === null || model === 'AUTODETECT') {
		return { from, name, because: 'no-model' };
	}
	const entry = { id: name, kind: 'openai', baseUrl: address, model };
	const key = told.key !== null && /^[\x21-\x7e]+$/.test(told.key) ? told.key : null;
	return { from, name, entry, baseUrl: address, key, variable };
}

/** The address for the OpenAI protocol, or why there is none. */
function addressOf({ provider, baseUrl }: Told): string | { readonly because: 'other-protocol' | 'no-address' } {
	const local = Object.hasOwn(localServers, provider) ? localServers[provider] : undefined;
	if (local !== undefined) {
		return versioned(baseUrl ?? local);
	}
	const vendor = vendorOf(otherNames[provider] ?? provider);
	if (compatible.has(provider)) {
		return baseUrl === null ? (vendor?.baseUrl ?? { because: 'no-address' }) : baseOf(baseUrl);
	}
	if (vendor === null) {
		return { because: 'other-protocol' };
	}
	if (vendor.baseUrl.includes('{resource}')) {
		return baseUrl === null ? { because: 'no-address' } : baseOf(baseUrl);
	}
	// An address of the user's own for these two speaks the vendor's own protocol.
	const own = baseUrl !== null && ['anthropic', 'gemini'].includes(vendor.id);
	return own ? { because: 'other-protocol' } : baseUrl === null ? vendor.baseUrl : baseOf(baseUrl);
}

/** Local servers are told by their root; the OpenAI protocol is below `/v1`. */
function versioned(address: string): string {
	const base = baseOf(address);
	return /\/v\d+$/.test(base) ? base : `${base}/v1`;
}
