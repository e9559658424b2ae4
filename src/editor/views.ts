import * as l10n from '@vscode/l10n';
import type { PassedOver } from '../core/situation.ts';
import type { Chosen } from './chosen.ts';
import type { AttemptStory, RouteStory } from './stories.ts';
import {
	about,
	causeWords,
	commandTitle,
	enumerated,
	passedOverWords,
	stopWords,
	toolCalls,
	withReturn,
} from './words.ts';

/** How times of day are written; passed in so that a test does not depend on where it runs. */
export type ClockFace = (at: number) => string;

/** The name of the product is the same in every language. */
const product = 'Switchyard';

/** What the status bar shows. */
export interface StatusView {
	readonly text: string;
	/** For screen readers: the text without icons. */
	readonly spoken: string;
	/** Markdown. */
	readonly tooltip: string;
	readonly alarm: boolean;
}

/** The status bar for the latest route, or for who is next when none has run. */
export function statusView(
	story: RouteStory | null,
	next: string | null,
	chosen: Chosen,
	now: number,
	clockFace: ClockFace,
): StatusView {
	const tooltip = story === null ? idleTooltip(next, chosen) : routeTooltip(story, chosen, now, clockFace);
	const show = (icon: string, words: readonly string[], alarm = false): StatusView => {
		const spoken = words.filter((word) => word !== '').join(' · ');
		return { text: `$(${icon}) ${spoken}`, spoken: about(product, spoken), tooltip, alarm };
	};
	if (story === null) {
		return show(chosenIcon(chosen), whoIsNext(next, chosen));
	}
	const causes = story.attempts.filter(ended).map((attempt) => cause(attempt, clockFace));
	if (story.end === null) {
		const working = story.attempts.at(-1);
		const who =
			working?.endedAt !== null ? l10n.t('choosing') : `${working.provider} ${seconds(now - working.startedAt)}`;
		return show('loading~spin', [who, ...causes]);
	}
	if (story.verdict !== null) {
		const away = story.attempts
			.filter((attempt) => attempt.backAt !== null && attempt.backAt > now)
			.map((attempt) => cause(attempt, clockFace));
		return show(chosenIcon(chosen), [...whoIsNext(next, chosen), ...away]);
	}
	if ('answeredBy' in story.end) {
		return show('check', [story.end.answeredBy, ...causes, ...chosenWords(chosen)]);
	}
	if (story.end.because === 'cancelled') {
		return show('circle-slash', [stopWords.cancelled()]);
	}
	return show('warning', [stopWords[story.end.because](), ...causes], true);
}

function chosenIcon({ pinned, locked }: Chosen): string {
	return locked === null ? (pinned === null ? 'arrow-swap' : 'pinned') : 'lock';
}

/** Who is next, and what the user has chosen; in words, since an icon alone tells nobody who does not see it. */
function whoIsNext(next: string | null, { pinned, locked }: Chosen): readonly string[] {
	if (locked !== null) {
		return [locked, l10n.t('locked')];
	}
	const who = next ?? product;
	return pinned === null ? [who] : [who, pinned === next ? l10n.t('pinned') : l10n.t('{0} is pinned', pinned)];
}

/** What the user has chosen, beside somebody else's name. */
function chosenWords({ pinned, locked }: Chosen): readonly string[] {
	if (locked !== null) {
		return [l10n.t('{0} is locked', locked)];
	}
	return pinned === null ? [] : [l10n.t('{0} is pinned', pinned)];
}

/** What the user has chosen for all requests, a sentence for each. */
function chosenLines({ pinned, locked, excluded }: Chosen): readonly string[] {
	return [
		...(pinned === null
			? []
			: [l10n.t('{0} is pinned: it is asked first, and others take over.', `**${markdown(pinned)}**`)]),
		...(locked === null ? [] : [l10n.t('{0} is locked: nobody else is asked.', `**${markdown(locked)}**`)]),
		...(excluded.length === 0
			? []
			: [l10n.t('Excluded in this window: {0}.', enumerated(excluded.map((id) => markdown(id))))]),
	];
}

/** Whether an attempt ended without giving the answer that stands. */
function ended(attempt: AttemptStory): boolean {
	return attempt.failure !== null || attempt.sentBack;
}

/** Why an attempt did not give the answer, in a few words: `claude-code: limit, back 14:32`. */
export function cause(attempt: Caused & { readonly provider: string }, clockFace: ClockFace): string {
	return about(attempt.provider, causeOf(attempt, clockFace));
}

type Caused = Pick<AttemptStory, 'failure' | 'backAt'>;

/** The same without the name of its provider. What failed by nobody's fault was sent back. */
export function causeOf({ failure, backAt }: Caused, clockFace: ClockFace): string {
	return failure === null
		? l10n.t('sent back by you')
		: withReturn(causeWords[failure.kind](), backAt === null ? null : clockFace(backAt));
}

/** One provider that was not asked, for people. */
export function passedOverText(passed: PassedOver, clockFace: ClockFace): string {
	return about(passed.provider, whyPassedOver(passed, clockFace));
}

/** Why a provider was not asked, in a few words: `limit, back 14:32`. */
export function whyPassedOver({ reason, failure, until }: PassedOver, clockFace: ClockFace): string {
	const words = reason === 'cooling' && failure !== undefined ? causeWords[failure] : passedOverWords[reason];
	return withReturn(words(), until === undefined ? null : clockFace(until));
}

function routeTooltip(story: RouteStory, chosen: Chosen, now: number, clockFace: ClockFace): string {
	const lines = story.attempts.map((attempt, index) => {
		const took = seconds((attempt.endedAt ?? now) - attempt.startedAt);
		return `${index + 1}. **${markdown(attempt.provider)}** ${standing(attempt, clockFace)} · ${took}`;
	});
	const actions =
		story.end === null
			? [
					action('arrow-circle-right', l10n.t('Try Next Provider'), 'switchyard.nextProvider'),
					action('stop-circle', l10n.t('Cancel'), 'switchyard.cancel'),
				]
			: [
					selecting(),
					action('question', l10n.t('Why This Provider?'), 'switchyard.explainRoute?%5B%22latest%22%5D'),
					action('output', l10n.t('Log'), 'switchyard.showLog'),
				];
	const heading = `**${product}** · ${markdown(commandTitle(story.command) ?? story.command)}`;
	return [heading, lines.join('\n'), ...chosenLines(chosen), actions.join(' &nbsp; ')]
		.filter((part) => part !== '')
		.join('\n\n');
}

/** How an attempt stands or went. */
function standing(attempt: AttemptStory, clockFace: ClockFace): string {
	if (ended(attempt)) {
		return causeOf(attempt, clockFace);
	}
	if (attempt.endedAt !== null) {
		return l10n.t('answered');
	}
	const working = l10n.t('working');
	return attempt.tools === 0 ? working : enumerated([working, toolCalls(attempt.tools)]);
}

function idleTooltip(next: string | null, chosen: Chosen): string {
	const who =
		next === null ? l10n.t('No provider can be asked right now.') : l10n.t('{0} is next.', `**${markdown(next)}**`);
	return `**${product}** · ${[who, ...chosenLines(chosen)].join('\n\n')}\n\n${selecting()}`;
}

function selecting(): string {
	return action('list-selection', l10n.t('Select Provider…'), 'switchyard.selectProvider');
}

/** A link of a tooltip. */
function action(icon: string, title: string, command: string): string {
	return `[$(${icon}) ${title}](command:${command})`;
}

/** Text that Markdown must not read as anything else. */
export function markdown(text: string): string {
	return text.replace(/[\\`*_{}[\]()#+\-.!|<>&$~]/g, '\\$&');
}

/** `0s`, `12s`, `3m 05s`. */
export function seconds(ms: number): string {
	const whole = Math.max(0, Math.floor(ms / 1000));
	const minutes = Math.floor(whole / 60);
	return minutes === 0 ? `${whole}s` : `${minutes}m ${String(whole % 60).padStart(2, '0')}s`;
}

/**
 * Who answered, and who did not and why: `codex (claude-code: limit, back 14:32)`. A model that answered under another
 * name than it was asked by is named too.
 */
export function labelOf(provider: string, story: RouteStory | null, clockFace: ClockFace): string {
	const attempts = story?.attempts ?? [];
	const { model = null, answeredBy = null, goesOnFrom = null } = attempts.at(-1) ?? {};
	const who =
		answeredBy === null || model === null || answeredBy === model
			? provider
			: `${provider} · ${l10n.t('{0}, asked for {1}', answeredBy, model)}`;
	const causes = attempts.filter(ended).map((attempt) => cause(attempt, clockFace));
	const work =
		goesOnFrom === null || attempts.at(-1)?.provider !== provider ? [] : [l10n.t('goes on from {0}', goesOnFrom)];
	const told = [...causes, ...work];
	return told.length === 0 ? who : `${who} (${told.join('; ')})`;
}
