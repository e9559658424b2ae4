import * as l10n from '@vscode/l10n';
import type { StampedEvent } from '../core/events.ts';
import { duration, grouped } from './figures.ts';
import { spokenPart } from './spoken.ts';
import type { ClockFace } from './views.ts';
import { bold, money, row, said } from './whyWords.ts';
import { about, causeWords, commandTitle, enumerated, joined, stopWords } from './words.ts';

type Of<T extends StampedEvent['type']> = Extract<StampedEvent, { type: T }>;

/**
 * How a route went, or goes: who answered, when, at what cost, and what the user made of it. `ahead`: those who come
 * before whoever was asked last, each with the reason why it did not answer; `null`: not known.
 */
export function routeSection(
	events: readonly StampedEvent[],
	ahead: readonly string[] | null,
	now: number,
	clockFace: ClockFace,
): string {
	const start = events.find((event): event is Of<'request-start'> => event.type === 'request-start');
	const end = events.find((event): event is Of<'request-end'> => event.type === 'request-end');
	const ended = events.filter((event): event is Of<'attempt-end'> => event.type === 'attempt-end');
	const asked = events.findLast((event): event is Of<'attempt-start'> => event.type === 'attempt-start');
	const startedAt = start?.at ?? now;
	const took = duration((end?.at ?? now) - startedAt);
	const command = start?.request.command ?? '';
	const sentences = [
		l10n.t('{0}, at {1}.', commandTitle(command) ?? said(command), clockFace(startedAt)),
		end === undefined ? l10n.t('Under way for {0}.', took) : endText(end.end, took, ended.length),
		(start?.request.continues ?? null) === null ? '' : l10n.t('It goes on from an answer that you sent back.'),
		aheadText(ahead, end?.end),
		spentText(ended, end === undefined),
		verdictText(events),
	];
	return `# ${titleOf(end?.end, asked?.provider.id)}\n\n${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

function titleOf(end: Of<'request-end'>['end'] | undefined, asked: string | undefined): string {
	if (end === undefined) {
		return asked === undefined ? l10n.t('Nobody was asked yet') : l10n.t('Why {0} is asked', said(asked));
	}
	if (end.answered) {
		return l10n.t('Why {0} answered', said(end.provider));
	}
	return end.because === 'cancelled' ? l10n.t('You cancelled it') : l10n.t('Why nobody answered');
}

function endText(end: Of<'request-end'>['end'], took: string, attempts: number): string {
	if (end.answered) {
		return attempts > 1
			? l10n.t('{0} answered after {1} and {2} attempts.', bold(end.provider), took, attempts)
			: l10n.t('{0} answered after {1}.', bold(end.provider), took);
	}
	const because = stopWords[end.because]();
	return attempts === 1
		? l10n.t('It ended after {0} and 1 attempt: {1}.', took, because)
		: l10n.t('It ended after {0} and {1} attempts: {2}.', took, attempts, because);
}

function aheadText(ahead: readonly string[] | null, end: Of<'request-end'>['end'] | undefined): string {
	if (ahead === null || end?.answered === false) {
		return '';
	}
	const [first] = ahead;
	if (first === undefined) {
		return l10n.t('It is the first choice.');
	}
	return ahead.length === 1
		? l10n.t('{0} comes before it and could not answer.', first)
		: l10n.t('{0} come before it and could not answer.', joined(ahead));
}

function spentText(ended: readonly Of<'attempt-end'>[], running: boolean): string {
	const known = ended.flatMap(({ cost }) => (cost === null ? [] : [cost]));
	const sum = known.reduce((total, cost) => total + cost, 0);
	const all = known.length === ended.length;
	if (ended.length === 0) {
		return '';
	}
	if (!all && sum > 0) {
		return running
			? l10n.t('In all it cost at least {0} so far.', money(sum))
			: l10n.t('In all it cost at least {0}.', money(sum));
	}
	const amount = all ? money(sum) : l10n.t('an amount that is not known');
	return running ? l10n.t('In all it cost {0} so far.', amount) : l10n.t('In all it cost {0}.', amount);
}

function verdictText(events: readonly StampedEvent[]): string {
	const verdict = events.findLast((event): event is Of<'review-end'> => event.type === 'review-end')?.verdict;
	switch (verdict) {
		case 'accepted':
			return l10n.t('You accepted the answer.');
		case 'discarded':
			return l10n.t('You discarded the answer.');
		case 'sent-back':
			return l10n.t('You sent the answer back, and another route went on without its provider.');
		case 'conflict':
			return l10n.t('The answer was not written: something had changed meanwhile.');
		case 'write-failed':
			return l10n.t('The answer could not be written.');
		case undefined:
			return '';
	}
}

/** Its attempts as a table: whom, how it went, how long it took and what it cost. */
export function attemptTable(events: readonly StampedEvent[], clockFace: ClockFace): string {
	const rows = events.flatMap((event) => {
		if (event.type !== 'attempt-start') {
			return [];
		}
		const end = events.find(
			(each): each is Of<'attempt-end'> => each.type === 'attempt-end' && each.attempt === event.attempt,
		);
		const cells = [
			String(event.attempt),
			`${bold(event.provider.id)}${event.provider.profiles.length > 1 ? ` (${said(event.profile.name)})` : ''}`,
			modelText(event, end),
			end === undefined ? l10n.t('is at it') : howText(end, clockFace),
			end === undefined ? '' : duration(end.tookMs),
			end === undefined ? '' : money(end.cost),
		];
		return [row(cells)];
	});
	return rows.length === 0 ? '' : [row(titles()), '|---:|---|---|---|---:|---:|', ...rows].join('\n');
}

function titles(): readonly string[] {
	return ['#', l10n.t('Asked'), l10n.t('Model'), l10n.t('How it went'), l10n.t('Took'), l10n.t('Cost')];
}

function modelText({ provider }: Of<'attempt-start'>, ended: Of<'attempt-end'> | undefined): string {
	const asked = said(provider.model ?? provider.agent ?? '');
	const answered = ended?.end.ok === true ? said(ended.end.model ?? '') : '';
	return answered === '' || answered === asked ? asked : l10n.t('{0}; {1} answered', asked, answered);
}

function howText({ end, at, firstOutputMs }: Of<'attempt-end'>, clockFace: ClockFace): string {
	if (end.ok) {
		const { inputTokens = null, outputTokens = null } = end.usage ?? {};
		return enumerated([
			l10n.t('answered'),
			...(firstOutputMs === null ? [] : [l10n.t('first output after {0}', duration(firstOutputMs))]),
			...(inputTokens === null ? [] : [l10n.t('{0} tokens in', grouped(inputTokens))]),
			...(outputTokens === null ? [] : [l10n.t('{0} tokens out', grouped(outputTokens))]),
		]);
	}
	const { kind, message, retryAfterMs } = end.failure;
	const failed = about(`**${causeWords[kind]()}**`, said(spokenPart(message)));
	return retryAfterMs === null
		? failed
		: l10n.t('{0}; it says to come back at {1}', failed, clockFace(at + retryAfterMs));
}
