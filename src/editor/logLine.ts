import type { LoggedUsage, RouterEvent, StampedEvent } from '../core/events.ts';
import type { OpenQuestion } from '../core/situation.ts';
import { becauseLogged, countLogged, dollarsLogged, notAskedLogged, stopLogged } from './logWords.ts';
import { sentencePart } from './spoken.ts';
import { type ClockFace, seconds } from './views.ts';

interface LogLine {
	readonly level: 'info' | 'warn' | 'error' | 'debug';
	readonly text: string;
}

/** One line of the log for an event, or `null` for one that says nothing new. */
export function logLine(event: StampedEvent, clockFace: ClockFace): LogLine | null {
	const line = lineOf(event, clockFace);
	// A server's name for its model or a folder's settings could otherwise write lines that look like ours, or turn them.
	return line === null ? null : { ...line, text: line.text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ') };
}

function lineOf(event: StampedEvent, clockFace: ClockFace): LogLine | null {
	switch (event.type) {
		case 'request-start': {
			const { request, settings } = event;
			const needs = request.needs.map((need) => `${need.capability} ${Math.round(need.score * 100)}%`).join(', ');
			const unsure = request.recognised.sure ? '' : ' (not sure)';
			const goesOn = request.continues === null ? '' : `, goes on from ${request.continues}`;
			return info(
				`[${event.route}] ${request.command}: ${request.promptCharacters} characters, needs ${needs || 'nothing in particular'}${unsure}, reach ${request.reach}, ${settings.strategy}, ${settings.onFailure}, at most ${settings.maxAttempts} attempts${goesOn}`,
			);
		}
		case 'attempt-start': {
			const passed = notAskedLogged(event.passedOver, clockFace);
			return info(
				`[${event.route}] attempt ${event.attempt}: ${named(event.provider)}, profile ${event.profile.name}, ${becauseText(event)}${passed === '' ? '' : ` | not asked: ${passed}`}`,
			);
		}
		case 'request-wait':
			return info(`[${event.route}] waits for ${event.provider} until ${clockFace(event.until)}`);
		case 'request-skip':
			return info(`[${event.route}] you did not wait for ${event.provider}`);
		case 'request-ask':
			return info(`[${event.route}] asks you ${questionWords(event.question)}`);
		case 'request-consent':
			return info(`[${event.route}] you said ${event.granted ? 'yes' : 'no'}: ${questionWords(event.question)}`);
		case 'hand-off-failed':
			return {
				level: 'warn',
				text: `[${event.route}] attempt ${event.attempt}: the work of ${event.from} does not fit your files any more, begins anew`,
			};
		case 'clean-up-failed':
			return { level: 'error', text: `[${event.route}] ${event.message}` };
		case 'first-output':
			return debug(`[${event.route}] attempt ${event.attempt}: first output after ${event.afterMs} ms`);
		case 'tool':
			return debug(`[${event.route}] attempt ${event.attempt}: tool call (${toolWords(event)})`);
		case 'usage':
			return debug(`[${event.route}] attempt ${event.attempt}: so far ${usageWords(event.usage, event.usage.cost)}`);
		case 'attempt-end':
			return attemptEndLine(event);
		case 'request-end': {
			const after = `after ${countLogged(event.attempts, 'attempt')}, ${event.tookMs} ms`;
			if (event.end.answered) {
				const degraded = event.end.degraded ? ', not the first choice' : '';
				const terminus = event.end.terminus === true ? ', although it was cooling down' : '';
				return info(`[${event.route}] answered by ${event.end.provider} ${after}${degraded}${terminus}`);
			}
			const passed = notAskedLogged(event.end.passedOver, clockFace);
			const text = `[${event.route}] no answer ${after}: ${stopLogged[event.end.because]}${passed === '' ? '' : ` | ${passed}`}`;
			return { level: event.end.because === 'cancelled' ? 'info' : 'error', text };
		}
		case 'review-end':
			return info(`[${event.route}] answer ${event.verdict}${acceptedPart(event)}`);
		case 'readiness':
			return event.notReady === null
				? null
				: { level: 'warn', text: `${event.provider} is not ready: ${event.notReady.message}` };
		case 'keys-changed':
			return info(`key changed for ${event.account}`);
		case 'cooldowns-learnt':
			return debug('learnt of cooldowns from another window');
		case 'statistics-learnt':
			return null;
		case 'statistics-reset':
			return info('statistics reset');
		case 'cooldowns-reset':
			return info(`cooldowns reset: ${event.keys === null ? 'all' : event.keys.join(', ')}`);
		case 'settings-problem':
			return { level: 'warn', text: `${event.path}: ${event.message}. The last good value stays.` };
	}
}

function attemptEndLine(event: Extract<StampedEvent, { type: 'attempt-end' }>): LogLine {
	const who = `[${event.route}] attempt ${event.attempt}: ${event.provider.id}`;
	if (event.end.ok) {
		const { model, usage, changedFiles } = event.end;
		const asked = event.provider.model;
		const facts = [
			model === null ? '' : `model ${model}${asked === null || asked === model ? '' : `, asked for ${asked}`}`,
			usageWords(usage, event.cost),
			changedFiles === null ? '' : countLogged(changedFiles, 'file') + ' changed',
		].filter((fact) => fact !== '');
		return info(`${who} answered after ${event.tookMs} ms${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`);
	}
	const { failure } = event.end;
	const evidence = Object.entries(failure.evidence ?? {})
		.map(([name, value]) => `${name} ${value}`)
		.join(', ');
	const wait = failure.retryAfterMs === null ? '' : `, it asks to stay away for ${seconds(failure.retryAfterMs)}`;
	const { leftFiles = 0 } = event.end;
	const left = leftFiles === 0 ? '' : `; ${countLogged(leftFiles, 'file')} of its work kept`;
	return {
		level: failure.kind === 'cancelled' ? 'info' : 'warn',
		text: `${who} failed after ${event.tookMs} ms: ${failure.kind}, ${sentencePart(failure.message)}${evidence === '' ? '' : ` [${evidence}]`}${wait}${left}`,
	};
}

/** `edit src/cart.ts, 3 times`. */
function toolWords({ tool, target, count }: Extract<StampedEvent, { type: 'tool' }>): string {
	return `${tool}${target === undefined ? '' : ` ${target}`}${count === 1 ? '' : `, ${count} times`}`;
}

/** `12 tokens in, 3 tokens out, $0.25`, as far as it is known. */
function usageWords(usage: LoggedUsage | null, cost: number | null): string {
	const facts = [
		counted(usage?.inputTokens, 'tokens in'),
		counted(usage?.outputTokens, 'tokens out'),
		cost === null ? '' : dollarsLogged(cost),
	];
	return facts.filter((fact) => fact !== '').join(', ');
}

function counted(value: number | null | undefined, unit: string): string {
	return value === null || value === undefined ? '' : `${value} ${unit}`;
}

function becauseText(event: Extract<StampedEvent, { type: 'attempt-start' }>): string {
	const { because, chain, confidence, estimatedCost, goesOnFrom } = event;
	const fit = confidence === undefined ? '' : ` (${Math.round(confidence * 100)}%)`;
	const cost = estimatedCost === null || estimatedCost === 0 ? '' : `, about ${dollarsLogged(estimatedCost)}`;
	const work =
		goesOnFrom === undefined ? '' : `, goes on from ${goesOnFrom.provider} (${countLogged(goesOnFrom.files, 'file')})`;
	return `${becauseLogged[because]}${chain === undefined ? '' : ` for ${chain}`}${fit}${cost}${work}`;
}

function questionWords(question: OpenQuestion): string {
	switch (question.about) {
		case 'billing':
			return `whether to go from ${question.from} to ${question.to} with ${question.provider}`;
		case 'side-effect':
			return `whether to go on with ${question.provider} after something that can’t be taken back`;
		case 'refused':
			return `whether to ask ${question.provider} for what another one declined`;
		case 'hand-off':
			return `whether ${question.provider} goes on from the work of ${question.from}`;
	}
}

function named(provider: { readonly id: string; readonly kind: string; readonly model: string | null }): string {
	return `${provider.id} (${provider.kind}${provider.model === null ? '' : `, ${provider.model}`})`;
}

function debug(text: string): LogLine {
	return { level: 'debug', text };
}

function info(text: string): LogLine {
	return { level: 'info', text };
}

/** Of an answer that changes files and that was not accepted whole. */
function acceptedPart({ verdict, files = 0, of = 0 }: Extract<RouterEvent, { type: 'review-end' }>): string {
	return verdict === 'accepted' && files < of ? ` in ${files} of ${of} files` : '';
}
