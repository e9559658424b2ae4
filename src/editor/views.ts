import type { AttemptReason, StopReason } from '../core/decide.ts';
import type { PassedOver } from '../core/eligible.ts';
import type { StampedEvent } from '../core/events.ts';
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
};

const passedOverWords: Readonly<Record<PassedOver['reason'], string>> = {
	'not-picked': 'another one is picked',
	disabled: 'switched off in the settings',
	cannot: 'this kind can’t be driven yet',
	'no-folder': 'needs an open folder',
	'no-git': 'needs a git repository, to work in a copy',
	'edits-files': 'an agent is not asked when it is unclear what is needed',
	reach: 'your code may not travel that far',
	billing: 'dearer than allowed',
	'too-small': 'its context is too small',
	'not-ready': 'not ready',
	'no-key': 'no key',
	excluded: 'excluded',
	tried: 'was asked already',
	'not-primary': 'only the first choice is asked',
	'llm-preferred': 'after an agent failed, LLMs come first',
	cooling: 'cooling down',
	'ranked-lower': 'next in line',
};

/** One provider that was not asked, for people. */
export function passedOverText(passed: PassedOver, clockFace: ClockFace): string {
	const because =
		passed.reason === 'cooling' && passed.failure !== undefined
			? consequences[passed.failure].word
			: passedOverWords[passed.reason];
	const back = passed.until === undefined ? '' : `, back ${clockFace(passed.until)}`;
	return `${passed.provider}: ${because}${back}`;
}

/** A sentence as a part of another one: without its full stop, and begun small unless it begins with a name. */
export function sentencePart(message: string): string {
	const open = message.replace(/\.$/, '');
	return /^[A-Z][a-z]* /.test(open) ? open.charAt(0).toLowerCase() + open.slice(1) : open;
}

interface LogLine {
	readonly level: 'info' | 'warn' | 'error' | 'debug';
	readonly text: string;
}

/** One line of the log for an event, or `null` for one that says nothing new. */
export function logLine(event: StampedEvent, clockFace: ClockFace): LogLine | null {
	const line = lineOf(event, clockFace);
	// A server's name for its model or a folder's settings could otherwise write lines that look like ours.
	return line === null ? null : { ...line, text: line.text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ') };
}

function lineOf(event: StampedEvent, clockFace: ClockFace): LogLine | null {
	switch (event.type) {
		case 'request-start': {
			const { request } = event;
			const needs = request.needs.map((need) => `${need.capability} ${Math.round(need.score * 100)}%`).join(', ');
			const goesOn = request.continues === null ? '' : `, goes on from ${request.continues}`;
			return info(
				`[${event.route}] ${request.command}: ${request.promptCharacters} characters, needs ${needs || 'nothing in particular'}, reach ${request.reach}, ${event.strategy}, ${event.onFailure}, at most ${event.maxAttempts} attempts${goesOn}`,
			);
		}
		case 'attempt-start': {
			const passed = event.passedOver.map((each) => passedOverText(each, clockFace)).join('; ');
			return info(
				`[${event.route}] attempt ${event.attempt}: ${named(event.provider)}, profile ${event.profile.name}, ${becauseWords[event.because]}${event.chain === undefined ? '' : ` for ${event.chain}`}${passed === '' ? '' : ` | not asked: ${passed}`}`,
			);
		}
		case 'request-wait':
			return info(`[${event.route}] asks ${event.provider} once more at ${clockFace(event.until)}`);
		case 'request-consent': {
			const said = event.granted ? 'you agreed' : 'you did not agree';
			return info(`[${event.route}] ${said} to go from ${event.from} to ${event.to} with ${event.provider}`);
		}
		case 'first-output':
			return {
				level: 'debug',
				text: `[${event.route}] attempt ${event.attempt}: first output after ${event.afterMs} ms`,
			};
		case 'tool':
			return { level: 'debug', text: `[${event.route}] attempt ${event.attempt}: tool call (${event.tool})` };
		case 'attempt-end':
			return attemptEndLine(event);
		case 'request-end': {
			const after = `after ${plural(event.attempts, 'attempt')}, ${event.tookMs} ms`;
			if (event.end.answered) {
				const degraded = event.end.degraded ? ', not the first choice' : '';
				const terminus = event.end.terminus === true ? ', although it was cooling down' : '';
				return info(`[${event.route}] answered by ${event.end.provider} ${after}${degraded}${terminus}`);
			}
			const passed = event.end.passedOver.map((each) => passedOverText(each, clockFace)).join('; ');
			const text = `[${event.route}] no answer ${after}: ${stopWords[event.end.because]}${passed === '' ? '' : ` | ${passed}`}`;
			return { level: event.end.because === 'cancelled' ? 'info' : 'error', text };
		}
		case 'review-end':
			return info(`[${event.route}] answer ${event.verdict}`);
		case 'readiness':
			return event.notReady === null
				? null
				: { level: 'warn', text: `${event.provider} is not ready: ${event.notReady.message}` };
		case 'keys-changed':
			return info(`key changed for ${event.account}`);
		case 'settings-problem':
			return { level: 'warn', text: `${event.path}: ${event.message}. The last good value stays.` };
	}
}

function attemptEndLine(event: Extract<StampedEvent, { type: 'attempt-end' }>): LogLine {
	const who = `[${event.route}] attempt ${event.attempt}: ${event.provider.id}`;
	if (event.end.ok) {
		const { model, usage, changedFiles } = event.end;
		const facts = [
			model === null ? '' : `model ${model}`,
			counted(usage?.inputTokens, 'tokens in'),
			counted(usage?.outputTokens, 'tokens out'),
			counted(usage?.cost, 'USD'),
			changedFiles === null ? '' : plural(changedFiles, 'file') + ' changed',
		].filter((fact) => fact !== '');
		return info(`${who} answered after ${event.tookMs} ms${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`);
	}
	const { failure } = event.end;
	const evidence = Object.entries(failure.evidence ?? {})
		.map(([name, value]) => `${name} ${value}`)
		.join(', ');
	const wait = failure.retryAfterMs === null ? '' : `, it asks to stay away for ${seconds(failure.retryAfterMs)}`;
	return {
		level: failure.kind === 'cancelled' ? 'info' : 'warn',
		text: `${who} failed after ${event.tookMs} ms: ${failure.kind}, ${sentencePart(failure.message)}${evidence === '' ? '' : ` [${evidence}]`}${wait}`,
	};
}

function counted(value: number | null | undefined, unit: string): string {
	return value === null || value === undefined ? '' : `${value} ${unit}`;
}

const becauseWords: Readonly<Record<AttemptReason, string>> = {
	picked: 'picked by you',
	retry: 'asked once more',
	'next-profile': 'its next profile',
	chain: 'first in its chain',
	terminus: 'the only one left, although it cools down',
	fits: 'it fits',
	'next-in-order': 'next in order',
};

function named(provider: { readonly id: string; readonly kind: string; readonly model: string | null }): string {
	return `${provider.id} (${provider.kind}${provider.model === null ? '' : `, ${provider.model}`})`;
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
			: '[$(list-selection) Select Provider…](command:switchyard.selectProvider) &nbsp; [$(output) Log](command:switchyard.showLog)';
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

function info(text: string): LogLine {
	return { level: 'info', text };
}
