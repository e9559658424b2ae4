import { decide } from '../src/core/decide.ts';
import { type Cooldown, type Health, healthy, type Statistics } from '../src/core/health.ts';
import { blameKey, endpointFrom, kinds, type Profile, type Provider } from '../src/core/provider.ts';
import { billings, capabilities, reaches, type RequestFacts } from '../src/core/request.ts';
import { type OnFailure, routingOf, type RoutingSettings } from '../src/core/settings.ts';
import type { Situation, Tried } from '../src/core/situation.ts';
import { strategies } from '../src/core/strategy.ts';
import type { Measured } from './measured.ts';

const now = Date.UTC(2026, 0, 1);
const onFailures: readonly OnFailure[] = ['next-best', 'prefer-llm', 'retry'];

/** A decision among so many providers: by each strategy, at the beginning of a route and after a failure. */
export function decisions(): readonly Measured[] {
	return [10, 100, 1000].map((count) => {
		const providers = Array.from({ length: count }, (_, place) => providerAt(place));
		const before = healthOf(providers);
		const situations = strategies.flatMap((strategy) =>
			onFailures.flatMap((onFailure) => [
				situationOf(providers, { strategy, onFailure }, []),
				situationOf(providers, { strategy, onFailure }, [failedAt(providers[1])]),
			]),
		);
		let turn = 0;
		let situation = situations[0];
		return {
			what: 'decide',
			size: `${count} providers`,
			count,
			// Every event makes a new health, so nothing that was found out about an older one helps.
			prepare() {
				const { cooldowns, stats } = before;
				const next = situations[turn++ % situations.length];
				situation = next && { ...next, health: { ...before, cooldowns: { ...cooldowns }, stats: { ...stats } } };
			},
			run() {
				if (situation !== undefined) {
					decide(situation);
				}
			},
		};
	});
}

/** Every tenth is an agent, every third has two accounts, ten share an endpoint. */
function providerAt(place: number): Provider {
	const agent = place % 10 === 9;
	const kind = agent ? 'agent-cli' : 'openai';
	const baseUrl = agent ? null : `https://host-${Math.floor(place / 10)}.example/v1`;
	const named = { id: `provider-${place}`, kind, agent: agent ? 'codex' : null, baseUrl } as const;
	const other: readonly Profile[] = place % 3 === 0 ? [{ name: 'home', key: { from: 'secrets' } }] : [];
	return {
		...named,
		endpoint: endpointFrom(named),
		model: `model-${place % 7}`,
		api: 'chat',
		profiles: [{ name: 'work', key: agent ? { from: 'none' } : { from: 'secrets' } }, ...other],
		capabilities: place % 4 === 0 ? null : { [capabilities[place % 10] ?? 'testing']: 1, 'code-generation': 0.5 },
		reach: reaches[place % 3] ?? 'standard',
		billing: billings[place % 3] ?? 'metered',
		contextTokens: place % 5 === 0 ? null : 1000 * (1 + (place % 200)),
		maxOutputTokens: null,
		cost: place % 2 === 0 ? null : { input: place % 20, output: place % 60 },
		latency: place % 2 === 0 ? 300 : null,
		keywords: [],
		weight: 1 + (place % 5),
		exempt: place % 50 === 49,
		enabled: place % 20 !== 19,
	};
}

/** One in eight cools, and one in two was asked often enough for its latency to be known. */
function healthOf(providers: readonly Provider[]): Health {
	const cooldowns = providers.flatMap((provider, place): [string, Cooldown][] =>
		place % 8 === 7
			? [
					[
						blameKey('model', provider, provider.profiles[0]),
						{ until: now + 10_000, reason: 'overloaded', stated: false, strikes: 1, at: now },
					],
				]
			: [],
	);
	const stats = providers.flatMap(({ id }, place): [string, Statistics][] =>
		place % 2 === 0
			? [
					[
						id,
						{ attempts: 9, successes: 8, failures: 1, firstOutputMs: [300 + place, 200, 900, 400, 500, 350, 250, 800] },
					],
				]
			: [],
	);
	return { ...healthy, cooldowns: Object.fromEntries(cooldowns), stats: Object.fromEntries(stats) };
}

function failedAt(provider: Provider | undefined): Tried {
	return {
		provider: provider?.id ?? '',
		profile: 'work',
		kind: 'openai',
		failure: 'overloaded',
		at: now,
		cost: 0,
		limited: false,
		sideEffect: false,
		leftFiles: 0,
	};
}

function situationOf(
	providers: readonly Provider[],
	different: Pick<RoutingSettings, 'strategy' | 'onFailure'>,
	tried: readonly Tried[],
): Situation {
	const settings = routingOf({
		providers,
		maxAttempts: 4,
		retry: 2,
		chains: { testing: ['provider-3', 'provider-1'] },
		consent: 'allow',
		onRefused: 'ask',
		agentOnFailure: null,
		...different,
	});
	const accounts = providers.flatMap(({ endpoint }) => [`${endpoint}#work`, `${endpoint}#home`]);
	return { request, settings, health: healthy, tried, consents: [], cancelled: false, kinds, accounts, now };
}

const request: RequestFacts = {
	id: 'route-1',
	command: 'ask',
	task: 'text',
	needs: [
		{ capability: 'debugging', score: 0.6 },
		{ capability: 'testing', score: 0.2 },
	],
	recognised: { from: ['text'], sure: true, candidates: [] },
	reach: 'standard',
	billing: 'metered',
	promptCharacters: 400,
	contextTokens: 2100,
	answerTokens: 2000,
	limits: { cost: null, firstOutputMs: null },
	isolation: 'available',
	deadline: now + 600_000,
	pinned: null,
	preferred: [],
	kind: 'any',
	keywords: [],
	excluded: [],
	continues: null,
	setOut: null,
	seed: 1,
};
