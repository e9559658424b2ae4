import { fit, optionalTokensOf, type TokensOf } from '../core/fit.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import { type CodeRequest, lengthOf } from '../core/request.ts';
import { optionalRoom } from '../core/room.ts';
import { agentPrompt, llmPrompt, readablePrompt } from '../providers/prompt.ts';
import type { HandOff } from '../providers/provider.ts';
import type { SentAttempt } from './sentPage.ts';

/** So many routes are remembered, with so many characters in all. The latest one always is. */
const mostRoutes = 10;
const mostCharacters = 4_000_000;

/** What was made ready for one attempt; the text is made from it again when somebody looks. */
export interface Prepared {
	/** Counted from 1 over all attempts of the route; `null`: not told. */
	readonly attempt: number | null;
	readonly provider: Provider;
	readonly whole: CodeRequest;
	readonly fitted: CodeRequest;
	readonly handOff: HandOff | null;
}

export interface SentRoute {
	readonly route: string;
	readonly command: string;
	readonly attempts: readonly Prepared[];
}

/** What was sent in this window: in memory alone, the latest routes. */
export interface SentMemory {
	/** The request as it fits this provider, which is remembered. */
	prepare(request: CodeRequest, provider: Provider, handOff: HandOff | null, attempt?: number): CodeRequest;
	/** Oldest first. */
	routes(): readonly SentRoute[];
}

/** `onChange` is told the route of which something more was made ready. */
export function createSentMemory(tokensOf: TokensOf, onChange: (route: string) => void): SentMemory {
	let routes: readonly SentRoute[] = [];
	return {
		prepare(request, provider, handOff, attempt) {
			const prepared = { ...preparedFor(request, provider, handOff, tokensOf), attempt: attempt ?? null };
			const { id: route, command } = request.facts;
			const before = routes.find((each) => each.route === route)?.attempts ?? [];
			const others = routes.filter((each) => each.route !== route);
			routes = remembered([...others, { route, command, attempts: [...before, prepared] }]);
			onChange(route);
			return prepared.fitted;
		},
		routes: () => routes,
	};
}

/** What an agent that changes files is told fits anywhere: it reads the files itself. */
export function preparedFor(
	whole: CodeRequest,
	provider: Provider,
	handOff: HandOff | null,
	tokensOf: TokensOf,
): Prepared {
	if (looksAround(provider, whole)) {
		return { attempt: null, provider, whole, fitted: whole, handOff };
	}
	const taken = handOff === null ? 0 : tokensOf(llmPrompt(whole, handOff).user) - tokensOf(llmPrompt(whole).user);
	const room = Math.max(0, optionalRoom(provider, { contextTokens: leastTokens(whole, tokensOf) }) - taken);
	return { attempt: null, provider, whole, fitted: { ...whole, payload: fit(whole.payload, room, tokensOf) }, handOff };
}

/** What must be sent and the answer, in tokens. Where nobody has told the rest apart it is counted among them. */
function leastTokens({ facts, payload }: CodeRequest, tokensOf: TokensOf): number {
	const { contextTokens, optionalTokens, answerTokens } = facts;
	return optionalTokens === undefined
		? Math.max(answerTokens, contextTokens - optionalTokensOf(payload, tokensOf))
		: contextTokens;
}

/** How it is told on the page. */
export function toldOf({ provider, whole, fitted, handOff }: Prepared, neverSent: boolean): SentAttempt {
	const { id, model, contextTokens } = provider;
	return {
		provider: id,
		model,
		contextTokens,
		whole: whole.payload,
		fitted: fitted.payload,
		looksAround: looksAround(provider, whole),
		prompt: isAgent(provider.kind)
			? { system: '', user: agentPrompt(fitted, handOff) }
			: readablePrompt(fitted, handOff),
		neverSent,
	};
}

function looksAround({ kind }: Provider, { facts }: CodeRequest): boolean {
	return isAgent(kind) && facts.task === 'changes';
}

/** As many of the latest routes as there is room for. */
function remembered(routes: readonly SentRoute[]): readonly SentRoute[] {
	let left = mostCharacters;
	const kept = [...routes].reverse().filter(({ attempts }, index) => {
		left -= lengthIn(attempts);
		return index === 0 || (index < mostRoutes && left >= 0);
	});
	return kept.reverse();
}

/** The attempts of a route share their texts, so that the longest tells. */
function lengthIn(attempts: readonly Prepared[]): number {
	return attempts.reduce(
		(most, { whole, handOff }) => Math.max(most, lengthOf(whole.payload) + (handOff?.diff.length ?? 0)),
		0,
	);
}
