import type { AttemptReason, StopReason } from '../core/decision.ts';
import type { PassedOver } from '../core/situation.ts';
import { consequences } from '../core/failure.ts';
import type { AttemptStory, RouteStory } from './stories.ts';

/** How times of day are written; passed in so that a test does not depend on where it runs. */
export type ClockFace = (at: number) => string;

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
	pinned: string | null,
	now: number,
	clockFace: ClockFace,
): StatusView {
	const tooltip = story === null ? idleTooltip(next, pinned) : routeTooltip(story, now, clockFace);
	const show = (icon: string, words: readonly string[], alarm = false): StatusView => {
		const spoken = words.filter((word) => word !== '').join(' · ');
		return { text: `$(${icon}) ${spoken}`, spoken: `Switchyard: ${spoken}`, tooltip, alarm };
	};
	if (story === null) {
		return show(pinned === null ? 'arrow-swap' : 'pinned', [pinned ?? next ?? 'Switchyard']);
	}
	const causes = story.attempts.filter(ended).map((attempt) => cause(attempt, clockFace));
	if (story.end === null) {
		const working = story.attempts.at(-1);
		const who = working?.endedAt !== null ? 'choosing' : `${working.provider} ${seconds(now - working.startedAt)}`;
		return show('loading~spin', [who, ...causes]);
	}
	if (story.verdict !== null) {
		const away = story.attempts
			.filter((attempt) => attempt.backAt !== null && attempt.backAt > now)
			.map((attempt) => cause(attempt, clockFace));
		return show(pinned === null ? 'arrow-swap' : 'pinned', [pinned ?? next ?? 'Switchyard', ...away]);
	}
	if ('answeredBy' in story.end) {
		return show('check', [story.end.answeredBy, ...causes]);
	}
	if (story.end.because === 'cancelled') {
		return show('circle-slash', ['cancelled']);
	}
	return show('warning', [stopWords[story.end.because], ...causes], true);
}

/** Whether an attempt ended without giving the answer that stands. */
function ended(attempt: AttemptStory): boolean {
	return attempt.failure !== null || attempt.sentBack;
}

/** One cause in a few words: `claude-code: limit, back 14:32`. */
export function cause(
	attempt: Pick<AttemptStory, 'provider' | 'failure' | 'backAt' | 'sentBack'>,
	clockFace: ClockFace,
): string {
	if (attempt.failure === null) {
		return `${attempt.provider}: sent back by you`;
	}
	const back = attempt.backAt === null ? '' : `, back ${clockFace(attempt.backAt)}`;
	return `${attempt.provider}: ${consequences[attempt.failure.kind].word}${back}`;
}

export const stopWords: Readonly<Record<StopReason, string>> = {
	'no-provider-configured': 'no provider configured',
	'picked-provider-unknown': 'the picked provider is gone',
	'nobody-left': 'nobody could answer',
	'max-attempts': 'nobody answered, attempts used up',
	deadline: 'nobody answered in time',
	cancelled: 'cancelled',
	'fail-fast': 'the first failure ended it',
	'primary-only': 'the first choice could not answer',
	'failure-stops': 'stopped',
	'not-confirmed': 'stopped by you',
};

const passedOverWords: Readonly<Record<PassedOver['reason'], string>> = {
	'not-picked': 'another one is picked',
	disabled: 'switched off in the settings',
	cannot: 'this kind can’t be driven yet',
	'not-the-kind': 'you asked for another kind of provider',
	'no-folder': 'needs an open folder',
	'no-git': 'needs a git repository, to work in a copy',
	'edits-files': 'an agent is not asked when it is unclear what is needed',
	reach: 'your code may not travel that far',
	billing: 'dearer than allowed',
	'too-small': 'its context is too small',
	'too-dear': 'beyond the cost limit, or its price is not known',
	'too-slow': 'beyond the latency limit, or its latency is not known',
	'not-ready': 'not ready',
	'no-key': 'no key',
	excluded: 'excluded',
	tried: 'was asked already',
	'not-primary': 'only the first choice is asked',
	'llm-preferred': 'after an agent failed, LLMs come first',
	cooling: 'cooling down',
	probing: 'another request finds out whether it works again',
	'ranked-lower': 'next in line',
};

/** One provider that was not asked, for people. */
export function passedOverText(passed: PassedOver, clockFace: ClockFace): string {
	return `${passed.provider}: ${whyPassedOver(passed, clockFace)}`;
}

/** Why a provider was not asked, in a few words: `limit, back 14:32`. */
export function whyPassedOver(passed: PassedOver, clockFace: ClockFace): string {
	const because =
		passed.reason === 'cooling' && passed.failure !== undefined
			? consequences[passed.failure].word
			: passedOverWords[passed.reason];
	const back = passed.until === undefined ? '' : `, back ${clockFace(passed.until)}`;
	return `${because}${back}`;
}

export const becauseWords: Readonly<Record<AttemptReason, string>> = {
	picked: 'picked by you',
	named: 'named in the prompt',
	retry: 'asked once more',
	'without-limit': 'asked once more without a limit for the answer',
	'next-profile': 'its next profile',
	'larger-context': 'it takes more',
	chain: 'first in its chain',
	keyword: 'one of its keywords is in the prompt',
	terminus: 'the only one left, although it cools down',
	fits: 'it fits',
	'next-in-order': 'next in order',
};

/** `$0.0042`: as many digits as say something. */
export function dollars(amount: number): string {
	const digits = amount === 0 || amount >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(amount)));
	return `$${amount.toFixed(digits)}`;
}

/** A sentence as a part of another one: without its full stop, and begun small unless it begins with a name. */
export function sentencePart(message: string): string {
	const open = message.replace(/\.$/, '');
	return /^[A-Z][a-z]* /.test(open) ? open.charAt(0).toLowerCase() + open.slice(1) : open;
}

function routeTooltip(story: RouteStory, now: number, clockFace: ClockFace): string {
	const lines = story.attempts.map((attempt, index) => {
		const took = seconds((attempt.endedAt ?? now) - attempt.startedAt);
		const state = ended(attempt)
			? cause(attempt, clockFace).slice(attempt.provider.length + 2)
			: attempt.endedAt === null
				? `working${attempt.tools === 0 ? '' : `, ${plural(attempt.tools, 'tool call')}`}`
				: 'answered';
		return `${index + 1}. **${markdown(attempt.provider)}** ${state} · ${took}`;
	});
	const actions =
		story.end === null
			? '[$(arrow-circle-right) Try Next Provider](command:switchyard.nextProvider) &nbsp; [$(stop-circle) Cancel](command:switchyard.cancel)'
			: '[$(list-selection) Select Provider…](command:switchyard.selectProvider) &nbsp; [$(question) Why This Provider?](command:switchyard.explainRoute?%5B%22latest%22%5D) &nbsp; [$(output) Log](command:switchyard.showLog)';
	return [`**Switchyard** · ${markdown(story.command)}`, lines.join('\n'), actions]
		.filter((part) => part !== '')
		.join('\n\n');
}

function idleTooltip(next: string | null, pinned: string | null): string {
	const who =
		pinned !== null
			? `**${markdown(pinned)}** is picked for every request.`
			: next === null
				? 'No provider can be asked right now.'
				: `**${markdown(next)}** is next.`;
	return `**Switchyard** · ${who}\n\n[$(list-selection) Select Provider…](command:switchyard.selectProvider)`;
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

export function plural(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/**
 * Who answered, and who did not and why: `codex (claude-code: limit, back 14:32)`. A model that answered under another
 * name than it was asked by is named too.
 */
export function labelOf(provider: string, story: RouteStory | null, clockFace: ClockFace): string {
	const attempts = story?.attempts ?? [];
	const { model = null, answeredBy = null, goesOnFrom = null } = attempts.at(-1) ?? {};
	const other =
		answeredBy === null || model === null || answeredBy === model ? '' : ` · ${answeredBy}, asked for ${model}`;
	const causes = attempts.filter(ended).map((attempt) => cause(attempt, clockFace));
	const work = goesOnFrom === null || attempts.at(-1)?.provider !== provider ? [] : [`goes on from ${goesOnFrom}`];
	const told = [...causes, ...work];
	return `${provider}${other}${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
}
