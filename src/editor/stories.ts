import type { StopReason } from '../core/decision.ts';
import type { PassedOver } from '../core/situation.ts';
import type { LoggedFailure, LoggedUsage, StampedEvent } from '../core/events.ts';
import { coolingOf, forGood, type Health } from '../core/health.ts';
import { blameKey, blames } from '../core/provider.ts';

/** One attempt as the views tell it. */
export interface AttemptStory {
	readonly provider: string;
	/** The model that was asked. */
	readonly model: string | null;
	/** The model that answered, as the provider reports it. */
	readonly answeredBy: string | null;
	/** US dollars, reported or reckoned; before it ended: as expected. */
	readonly cost: number | null;
	/** Whose unfinished work it goes on from; `null`: it began with the user's files as they were. */
	readonly goesOnFrom: string | null;
	readonly startedAt: number;
	/** How long until its first output, in milliseconds; `null`: none came. */
	readonly firstOutputMs: number | null;
	readonly endedAt: number | null;
	readonly failure: LoggedFailure | null;
	/** With a failure: until when this provider is left alone, milliseconds since the epoch. */
	readonly backAt: number | null;
	/** With `backAt`: the keys of the cooldowns that keep it away, none else. */
	readonly cools: readonly string[];
	/** The user did not want its answer. */
	readonly sentBack: boolean;
	/** Tool calls so far: edits and commands of an agent. */
	readonly tools: number;
	/** As reported so far. */
	readonly usage: LoggedUsage | null;
	/** The files that were edited, by their path from the folder, in the order in which each came first. */
	readonly files: Counted;
	/** The commands that were run, by name. */
	readonly commands: Counted;
}

/** How often each of several things was used, up to `mostCounted` of them. */
export interface Counted {
	readonly items: readonly { readonly name: string; readonly count: number }[];
	/** How often something else was, that is not among them or has no name. */
	readonly others: number;
}

/** So many files, and so many commands, are remembered by name for an attempt. */
export const mostCounted = 200;

const nothing: Counted = { items: [], others: 0 };

/** A route as the views tell it, with the routes it goes on from. */
export interface RouteStory {
	readonly route: string;
	readonly command: string;
	readonly startedAt: number;
	readonly attempts: readonly AttemptStory[];
	readonly passedOver: readonly PassedOver[];
	/** While nobody works: what for, about whom, and with a wait until when; `null`: somebody works, or is being chosen. */
	readonly pause: { readonly provider: string; readonly until: number | null } | null;
	readonly endedAt: number | null;
	/** `null` while it runs. */
	readonly end: { readonly answeredBy: string; readonly degraded: boolean } | { readonly because: StopReason } | null;
	readonly verdict: 'accepted' | 'discarded' | 'sent-back' | null;
}

/** So many stories are kept; older ones are forgotten. */
const kept = 50;

/** The stories after one more event, oldest first. Pure: every view is drawn from these. */
export function told(stories: readonly RouteStory[], event: StampedEvent, health: Health): readonly RouteStory[] {
	if (!('route' in event)) {
		return stories.some(({ attempts }) => attempts.some((attempt) => isOver(attempt, health, event.at)))
			? stories.map((story) => withoutOver(story, health, event.at))
			: stories;
	}
	if (event.type === 'request-start') {
		const before = stories.find((story) => story.route === event.request.continues);
		const story: RouteStory = {
			route: event.route,
			command: event.request.command,
			startedAt: event.at,
			attempts: before?.attempts ?? [],
			passedOver: [],
			pause: null,
			endedAt: null,
			end: null,
			verdict: null,
		};
		return [...stories.filter((each) => each !== before), story].slice(-kept);
	}
	return stories.map((story) => (story.route === event.route ? after(story, event, health) : story));
}

/** Whether a time of return holds no more, since the cooldown was ended before it. */
function isOver({ backAt, cools }: AttemptStory, { cooldowns }: Health, now: number): boolean {
	return backAt !== null && backAt > now && cools.every((key) => (cooldowns[key]?.until ?? 0) <= now);
}

/** The story without the times of return that hold no more. */
function withoutOver(story: RouteStory, health: Health, now: number): RouteStory {
	const attempts = story.attempts.map((attempt) =>
		isOver(attempt, health, now) ? { ...attempt, backAt: null, cools: [] } : attempt,
	);
	return { ...story, attempts };
}

type RouteEvent = Exclude<Extract<StampedEvent, { route: string }>, { type: 'request-start' }>;

function after(story: RouteStory, event: RouteEvent, health: Health): RouteStory {
	switch (event.type) {
		case 'attempt-start': {
			const attempt: AttemptStory = {
				provider: event.provider.id,
				model: event.provider.model,
				answeredBy: null,
				cost: event.estimatedCost,
				goesOnFrom: event.goesOnFrom?.provider ?? null,
				startedAt: event.at,
				firstOutputMs: null,
				endedAt: null,
				failure: null,
				backAt: null,
				cools: [],
				sentBack: false,
				tools: 0,
				usage: null,
				files: nothing,
				commands: nothing,
			};
			return { ...story, attempts: [...story.attempts, attempt], passedOver: event.passedOver, pause: null };
		}
		case 'clean-up-failed':
			return story;
		case 'first-output':
			return withLast(story, (last) => ({ ...last, firstOutputMs: event.afterMs }));
		case 'request-wait':
			return { ...story, pause: { provider: event.provider, until: event.until } };
		case 'request-ask':
			return { ...story, pause: { provider: event.question.provider, until: null } };
		case 'request-skip':
		case 'request-consent':
			return { ...story, pause: null };
		case 'hand-off-failed':
			return withLast(story, (last) => ({ ...last, goesOnFrom: null }));
		case 'tool':
			return withLast(story, (last) => ({
				...last,
				tools: last.tools + event.count,
				files: event.tool === 'edit' ? countedIn(last.files, event) : last.files,
				commands: event.tool === 'command' ? countedIn(last.commands, event) : last.commands,
			}));
		case 'usage':
			return withLast(story, (last) => ({ ...last, usage: event.usage, cost: event.usage.cost ?? last.cost }));
		case 'attempt-end': {
			const { end } = event;
			const { provider, profile, at } = event;
			const cooling = end.ok ? null : coolingOf(health, provider, profile, at);
			const away = cooling !== null && cooling.until < forGood;
			return withLast(story, (last) => ({
				...last,
				firstOutputMs: last.firstOutputMs ?? event.firstOutputMs,
				endedAt: event.at,
				failure: end.ok ? null : end.failure,
				answeredBy: end.ok ? end.model : null,
				usage: (end.ok ? end.usage : null) ?? last.usage,
				cost: event.cost,
				backAt: away ? cooling.until : null,
				cools: away ? blames.map((blame) => blameKey(blame, provider, profile)) : [],
			}));
		}
		case 'request-end': {
			const { end } = event;
			return {
				...story,
				pause: null,
				endedAt: event.at,
				end: end.answered ? { answeredBy: end.provider, degraded: end.degraded } : { because: end.because },
				passedOver: end.answered ? story.passedOver : end.passedOver,
			};
		}
		case 'review-end':
			return afterReview(story, event.verdict);
	}
}

function countedIn(before: Counted, { target, count }: Extract<RouteEvent, { type: 'tool' }>): Counted {
	const { items, others } = before;
	if (items.some(({ name }) => name === target)) {
		return {
			items: items.map((item) => (item.name === target ? { ...item, count: item.count + count } : item)),
			others,
		};
	}
	return target === undefined || items.length === mostCounted
		? { items, others: others + count }
		: { items: [...items, { name: target, count }], others };
}

function afterReview(story: RouteStory, verdict: Extract<RouteEvent, { type: 'review-end' }>['verdict']): RouteStory {
	switch (verdict) {
		case 'sent-back':
			return { ...withLast(story, (last) => ({ ...last, sentBack: true })), verdict };
		case 'accepted':
		case 'discarded':
			return { ...story, verdict };
		case 'conflict':
		case 'write-failed':
			return story;
	}
}

function withLast(story: RouteStory, change: (last: AttemptStory) => AttemptStory): RouteStory {
	const last = story.attempts.at(-1);
	return last === undefined ? story : { ...story, attempts: [...story.attempts.slice(0, -1), change(last)] };
}
