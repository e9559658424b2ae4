import * as v from 'valibot';
import { agentProblems } from './agentProblems.ts';
import { agentOnFailures, type AgentOnFailure, type AgentSettings, type FolderRule } from './agent.ts';
import { type LookUp, nothingKnown } from './catalogue.ts';
import type { Provider } from './provider.ts';
import { capabilities, type Capability, type Reach, reaches, type RequestLimits, staysWithin } from './request.ts';
import { resolveReference } from './references.ts';
import { agentsSchema, ignoredFoldersSchema, withoutOnFailure } from './agentsSchema.ts';
import { aliasesSchema, chainsSchema, firstProblem, oneOf, providersSchema, seconds } from './settingsSchema.ts';
import { strategies, type Strategy } from './strategy.ts';
import { toProvider } from './toProvider.ts';

export const onFailures = ['next-best', 'prefer-llm', 'retry', 'fail-fast', 'primary-only'] as const;
export type OnFailure = (typeof onFailures)[number];

/** Before a failover crosses to a dearer billing: ask the user, pass the dearer provider over, or just go on. */
export const consents = ['ask', 'never-cross', 'allow'] as const;
export type ConsentSetting = (typeof consents)[number];

/** After a provider declined for its content policy: ask the user, go on with the next one, or stop. */
export const onRefusals = ['ask', 'next', 'stop'] as const;
export type OnRefused = (typeof onRefusals)[number];

/** What routing needs to know. One value serves a whole route, whatever changes meanwhile. */
export interface RoutingSettings {
	readonly providers: readonly Provider[];
	readonly strategy: Strategy;
	readonly onFailure: OnFailure;
	/** At least 1. */
	readonly maxAttempts: number;
	/** With `retry`: so many times more the same provider is asked. */
	readonly retry: number;
	/** Per capability the ids of the providers that come first, in order. */
	readonly chains: Readonly<Partial<Record<Capability, readonly string[]>>>;
	readonly consent: ConsentSetting;
	readonly onRefused: OnRefused;
	/** `null`: by the failure. */
	readonly agentOnFailure: AgentOnFailure | null;
}

export interface Settings extends RoutingSettings {
	/** By agent name. */
	readonly agents: Readonly<Record<string, AgentSettings>>;
	/** How folders that git ignores get into a copy, by their name. */
	readonly ignoredFolders: Readonly<Record<string, FolderRule>>;
	/** For the whole route. */
	readonly deadlineMs: number;
	readonly firstOutputMs: number;
	/** Between two signs of life, while no command of an agent runs. */
	readonly idleMs: number;
	readonly reach: Reach;
	/** Other names for providers, each for the id of one. */
	readonly aliases: Readonly<Record<string, string>>;
	readonly limits: RequestLimits;
}

/** What the decisions of a route rest on: nothing that says where programs lie. */
export function routingOf(settings: RoutingSettings): RoutingSettings {
	const { providers, strategy, onFailure, maxAttempts, retry, chains, consent, onRefused, agentOnFailure } = settings;
	return { providers, strategy, onFailure, maxAttempts, retry, chains, consent, onRefused, agentOnFailure };
}

/** One thing that is wrong with the settings, for people. */
export interface SettingsProblem {
	/** As in settings.json: `switchyard.providers[1].baseUrl`. */
	readonly path: string;
	readonly message: string;
}

type Narrowing = Readonly<Record<string, unknown>>;

/** Raw values by setting name without the prefix; what is not set is left out or `undefined`. */
export interface RawSettings {
	/** The user's own values. The caller reads nothing of a workspace into this. */
	readonly user: Readonly<Record<string, unknown>>;
	/** What is said in each place that narrows, the workspace among them: only `workspace.*` is looked at. */
	readonly workspace: Narrowing | readonly Narrowing[];
}

/** Ten attempts are the most: beyond that a route costs more than it can find. */
const mostAttempts = 10;

const mostRetries = 5;

const providersBy = (lookUp: LookUp) =>
	v.pipe(
		providersSchema,
		v.transform((entries) => entries.map((entry) => toProvider(entry, lookUp))),
	);

/** Each setting's schema; an invalid value keeps the last good one. */
const schemas = {
	providers: providersBy(nothingKnown),
	agents: agentsSchema,
	'agents.onFailure': v.nullable(oneOf(agentOnFailures)),
	'isolation.ignoredFolders': ignoredFoldersSchema,
	'routing.strategy': oneOf(strategies),
	'routing.onFailure': oneOf(onFailures),
	'routing.maxAttempts': v.pipe(
		v.number('expected a whole number'),
		v.integer('expected a whole number'),
		v.minValue(1, 'must be at least 1'),
		v.maxValue(mostAttempts, `must be at most ${mostAttempts}`),
	),
	'routing.retry': v.pipe(
		v.number('expected a whole number'),
		v.integer('expected a whole number'),
		v.minValue(0, 'must be at least 0'),
		v.maxValue(mostRetries, `must be at most ${mostRetries}`),
	),
	'routing.chains': chainsSchema,
	'routing.aliases': aliasesSchema,
	'routing.onRefused': oneOf(onRefusals),
	'routing.maxCost': v.nullable(
		v.pipe(
			v.number('expected US dollars'),
			v.minValue(0, 'must be at least 0'),
			v.maxValue(1000, 'must be at most 1000'),
		),
	),
	'routing.maxLatencySeconds': v.nullable(seconds(0.1, 3600)),
	'routing.deadlineSeconds': seconds(1, 86_400),
	'routing.firstOutputSeconds': seconds(1, 3600),
	'routing.idleSeconds': seconds(1, 3600),
	reach: oneOf(reaches),
	consent: oneOf(consents),
} as const;

type Key = keyof typeof schemas;
type Values = { readonly [K in Key]: v.InferOutput<(typeof schemas)[K]> };

/** What holds where nothing is set, times in milliseconds. The manifest's defaults are these; a test compares them. */
export const defaults: Values = {
	providers: [],
	agents: {},
	'agents.onFailure': null,
	'isolation.ignoredFolders': { node_modules: 'clone' },
	'routing.strategy': 'ordered',
	'routing.onFailure': 'next-best',
	'routing.maxAttempts': 4,
	'routing.retry': 2,
	'routing.chains': {},
	'routing.aliases': {},
	'routing.onRefused': 'ask',
	'routing.maxCost': null,
	'routing.maxLatencySeconds': null,
	'routing.deadlineSeconds': 1_800_000,
	'routing.firstOutputSeconds': 60_000,
	'routing.idleSeconds': 120_000,
	reach: 'standard',
	consent: 'ask',
};

const narrowingSchemas = {
	'workspace.reach': oneOf(reaches),
	'workspace.providers': v.array(v.string('expected the id of a provider'), 'expected a list of provider ids'),
};

export const settingKeys: readonly Key[] = Object.keys(schemas) as Key[];
export const workspaceSettingKeys = Object.keys(narrowingSchemas) as (keyof typeof narrowingSchemas)[];

/** The values that last held, to fall back to; start with `defaults`. */
export type GoodValues = Values;

/**
 * Settings out of anything. Never throws: what is wrong is named, and the last good value stays. Prices and context
 * sizes that the user did not set are looked up.
 */
export function parseSettings(
	raw: RawSettings,
	lastGood: GoodValues,
	lookUp: LookUp = nothingKnown,
): { readonly settings: Settings; readonly good: GoodValues; readonly problems: readonly SettingsProblem[] } {
	const problems: SettingsProblem[] = [];
	const own = { ...schemas, providers: providersBy(lookUp) };
	const read = <K extends Key>(key: K): Values[K] => {
		const value = key === 'agents' ? withoutOnFailure(raw.user[key]) : raw.user[key];
		if (value === undefined || value === null) {
			return defaults[key];
		}
		const result = v.safeParse(own[key], value);
		if (result.success) {
			return result.output as Values[K];
		}
		problems.push({
			path: `switchyard.${key}${firstProblem(result.issues).path}`,
			message: firstProblem(result.issues).message,
		});
		return lastGood[key];
	};
	const good: GoodValues = {
		providers: read('providers'),
		agents: read('agents'),
		'agents.onFailure': read('agents.onFailure'),
		'isolation.ignoredFolders': read('isolation.ignoredFolders'),
		'routing.strategy': read('routing.strategy'),
		'routing.onFailure': read('routing.onFailure'),
		'routing.maxAttempts': read('routing.maxAttempts'),
		'routing.retry': read('routing.retry'),
		'routing.chains': read('routing.chains'),
		'routing.aliases': read('routing.aliases'),
		'routing.onRefused': read('routing.onRefused'),
		'routing.maxCost': read('routing.maxCost'),
		'routing.maxLatencySeconds': read('routing.maxLatencySeconds'),
		'routing.deadlineSeconds': read('routing.deadlineSeconds'),
		'routing.firstOutputSeconds': read('routing.firstOutputSeconds'),
		'routing.idleSeconds': read('routing.idleSeconds'),
		reach: read('reach'),
		consent: read('consent'),
	};
	problems.push(...agentProblems(good));
	const aliases = resolvedAliases(good, problems);
	const chains = resolvedChains(good, aliases, problems);
	const settings: Settings = {
		providers: good.providers,
		agents: good.agents,
		strategy: good['routing.strategy'],
		onFailure: good['routing.onFailure'],
		maxAttempts: good['routing.maxAttempts'],
		retry: good['routing.retry'],
		chains,
		consent: good.consent,
		onRefused: good['routing.onRefused'],
		agentOnFailure: good['agents.onFailure'],
		ignoredFolders: good['isolation.ignoredFolders'],
		aliases,
		limits: { cost: good['routing.maxCost'], firstOutputMs: good['routing.maxLatencySeconds'] },
		deadlineMs: good['routing.deadlineSeconds'],
		firstOutputMs: good['routing.firstOutputSeconds'],
		idleMs: good['routing.idleSeconds'],
		reach: good.reach,
	};
	const narrow = (wider: Settings, place: Narrowing) => narrowed(wider, place, good, problems);
	return { settings: [raw.workspace].flat().reduce(narrow, settings), good, problems };
}

/** Each alias as the id of a provider; what names none is reported and left out. */
function resolvedAliases(good: GoodValues, problems: SettingsProblem[]): Readonly<Record<string, string>> {
	const aliases = Object.entries(good['routing.aliases']).flatMap(([name, reference]): [string, string][] => {
		const resolved = resolveReference(reference, { providers: good.providers, aliases: {} });
		if (!resolved.ok) {
			problems.push({ path: `switchyard.routing.aliases.${name}`, message: resolved.message });
			return [];
		}
		return [[name, resolved.id]];
	});
	return Object.fromEntries(aliases);
}

/** Each chain as ids, each of them once; what names no provider is reported, and the rest of its chain holds. */
function resolvedChains(
	good: GoodValues,
	aliases: Readonly<Record<string, string>>,
	problems: SettingsProblem[],
): RoutingSettings['chains'] {
	const chains = capabilities.map((capability): [Capability, readonly string[]] => {
		const ids = (good['routing.chains'][capability] ?? []).flatMap((reference, index) => {
			const resolved = resolveReference(reference, { providers: good.providers, aliases });
			if (!resolved.ok) {
				problems.push({ path: `switchyard.routing.chains.${capability}[${index}]`, message: resolved.message });
			}
			return resolved.ok ? [resolved.id] : [];
		});
		return [capability, [...new Set(ids)]];
	});
	return Object.fromEntries(chains.filter(([, ids]) => ids.length > 0));
}

/** Applies what a workspace may say: a nearer reach, fewer providers. A wider reach or an unknown id changes nothing. */
function narrowed(settings: Settings, workspace: Narrowing, good: GoodValues, problems: SettingsProblem[]): Settings {
	let result = settings;
	const take = <K extends keyof typeof narrowingSchemas>(key: K) => {
		const value = workspace[key];
		if (value === undefined || value === null) {
			return undefined;
		}
		const parsed = v.safeParse(narrowingSchemas[key], value);
		if (!parsed.success) {
			const { path, message } = firstProblem(parsed.issues);
			problems.push({ path: `switchyard.${key}${path}`, message });
			return undefined;
		}
		return parsed.output as v.InferOutput<(typeof narrowingSchemas)[K]>;
	};
	const reach = take('workspace.reach');
	if (reach !== undefined && staysWithin(reach, settings.reach)) {
		result = { ...result, reach };
	}
	const ids = take('workspace.providers');
	if (ids !== undefined) {
		for (const [index, id] of ids.entries()) {
			if (!good.providers.some((provider) => provider.id === id)) {
				problems.push({ path: `switchyard.workspace.providers[${index}]`, message: `no provider has the id "${id}"` });
			}
		}
		result = { ...result, providers: settings.providers.filter((provider) => ids.includes(provider.id)) };
	}
	return result;
}
