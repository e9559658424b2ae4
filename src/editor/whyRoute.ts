import type { StampedEvent } from '../core/events.ts';
import { consequences } from '../core/failure.ts';
import { type ClockFace, plural, sentencePart, stopWords } from './views.ts';
import { bold, duration, grouped, money, row, said } from './whyWords.ts';

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
	const sentences = [
		`${commandTitle(start?.request.command ?? '')}, at ${clockFace(startedAt)}.`,
		end === undefined ? `Under way for ${took}.` : endText(end.end, took, ended.length),
		(start?.request.continues ?? null) === null ? '' : 'It goes on from an answer that you sent back.',
		aheadText(ahead, end?.end),
		spentText(ended, end === undefined),
		verdictText(events),
	];
	return `# ${titleOf(end?.end, asked?.provider.id)}\n\n${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

function titleOf(end: Of<'request-end'>['end'] | undefined, asked: string | undefined): string {
	if (end === undefined) {
		return asked === undefined ? 'Nobody was asked yet' : `Why ${said(asked)} is asked`;
	}
	if (end.answered) {
		return `Why ${said(end.provider)} answered`;
	}
	return end.because === 'cancelled' ? 'You cancelled it' : 'Why nobody answered';
}

function endText(end: Of<'request-end'>['end'], took: string, attempts: number): string {
	return end.answered
		? `${bold(end.provider)} answered after ${took}${attempts > 1 ? ` and ${plural(attempts, 'attempt')}` : ''}.`
		: `It ended after ${took} and ${plural(attempts, 'attempt')}: ${stopWords[end.because]}.`;
}

function aheadText(ahead: readonly string[] | null, end: Of<'request-end'>['end'] | undefined): string {
	if (ahead === null || end?.answered === false) {
		return '';
	}
	const who = ahead.join(', ').replace(/, ([^,]*)$/, ' and $1');
	return ahead.length === 0
		? 'It is the first choice.'
		: `${who} ${ahead.length === 1 ? 'comes' : 'come'} before it and could not answer.`;
}

function commandTitle(command: string): string {
	return commandTitles[command] ?? said(command);
}

const commandTitles: Readonly<Record<string, string>> = {
	generate: 'Generate Code',
	edit: 'Edit Selection',
	explain: 'Explain Code',
	delegate: 'Delegate Task',
	ask: 'Ask',
};

function spentText(ended: readonly Of<'attempt-end'>[], running: boolean): string {
	const known = ended.flatMap(({ cost }) => (cost === null ? [] : [cost]));
	const sum = known.reduce((total, cost) => total + cost, 0);
	const all = known.length === ended.length;
	const amount = all ? money(sum) : sum === 0 ? 'an amount that is not known' : `at least ${money(sum)}`;
	return ended.length === 0 ? '' : `In all it cost ${amount}${running ? ' so far' : ''}.`;
}

function verdictText(events: readonly StampedEvent[]): string {
	const verdict = events.findLast((event): event is Of<'review-end'> => event.type === 'review-end')?.verdict;
	switch (verdict) {
		case 'accepted':
			return 'You accepted the answer.';
		case 'discarded':
			return 'You discarded the answer.';
		case 'sent-back':
			return 'You sent the answer back, and another route went on without its provider.';
		case 'conflict':
			return 'The answer was not written: something had changed meanwhile.';
		case 'write-failed':
			return 'The answer could not be written.';
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
			end === undefined ? 'is at it' : howText(end, clockFace),
			end === undefined ? '' : duration(end.tookMs),
			end === undefined ? '' : money(end.cost),
		];
		return [row(cells)];
	});
	return rows.length === 0
		? ''
		: [row(['#', 'Asked', 'Model', 'How it went', 'Took', 'Cost']), '|---:|---|---|---|---:|---:|', ...rows].join('\n');
}

function modelText({ provider }: Of<'attempt-start'>, ended: Of<'attempt-end'> | undefined): string {
	const asked = provider.model ?? provider.agent ?? '';
	const answered = ended?.end.ok === true ? ended.end.model : null;
	return answered === null || answered === asked ? said(asked) : `${said(asked)}; ${said(answered)} answered`;
}

function howText({ end, at, firstOutputMs }: Of<'attempt-end'>, clockFace: ClockFace): string {
	if (end.ok) {
		const { inputTokens = null, outputTokens = null } = end.usage ?? {};
		const tokens = [
			inputTokens === null ? '' : `, ${grouped(inputTokens)} tokens in`,
			outputTokens === null ? '' : `, ${grouped(outputTokens)} tokens out`,
		].join('');
		return `answered${firstOutputMs === null ? '' : `, first output after ${duration(firstOutputMs)}`}${tokens}`;
	}
	const { kind, message, retryAfterMs } = end.failure;
	const back = retryAfterMs === null ? '' : `; it says to come back at ${clockFace(at + retryAfterMs)}`;
	return `**${consequences[kind].word}**: ${said(sentencePart(message))}${back}`;
}
