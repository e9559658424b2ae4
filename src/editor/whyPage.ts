import { type Explained, type Explanation, explain } from '../core/explain.ts';
import type { StampedEvent } from '../core/events.ts';
import { consequences } from '../core/failure.ts';
import type { Decided } from '../core/replay.ts';
import type { PassedOver, Situation } from '../core/situation.ts';
import { type ClockFace, plural, stopWords, whyPassedOver } from './views.ts';
import { requestSection } from './whyRequest.ts';
import { attemptTable, routeSection } from './whyRoute.ts';
import {
	becauseText,
	billingWords,
	bold,
	duration,
	measureText,
	money,
	percent,
	remedyText,
	row,
	ruleText,
	said,
} from './whyWords.ts';

/** A route whose decisions are to be explained, or a request that was never sent. */
export interface WhySource {
	readonly decisions: readonly Decided[];
	/** The events of the route, in order; `null` for a request that was never sent. */
	readonly events: readonly StampedEvent[] | null;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

type Of<T extends StampedEvent['type']> = Extract<StampedEvent, { type: T }>;

/** One decision with what became of it. */
interface Step extends Explanation {
	readonly situation: Situation;
	readonly at: number;
}

/** The page "Why this provider?" as Markdown. Holds no link, and nobody's words are read as anything but words. */
export function whyPage({ decisions, events, now }: WhySource, clockFace: ClockFace): string {
	const steps = decisions.map(
		({ at, situation, decision }): Step => ({ ...explain(situation, decision), situation, at }),
	);
	const [first] = steps;
	if (first === undefined) {
		return '# Why this provider?\n\nNothing was decided yet.\n';
	}
	const sections =
		events === null
			? [headingOfDryRun(first), ...stepSection(first, clockFace)]
			: [
					routeSection(events, aheadOf(steps, clockFace), now, clockFace),
					attemptTable(events, clockFace),
					`## ${steps.length === 1 ? 'The decision' : 'The decisions, the latest first'}`,
					...steps
						.map((step, index) => decisionSection(step, index + 1, step.at - first.at, events, clockFace))
						.reverse(),
				];
	const page = [...sections, requestSection(first.situation)];
	return `${page.filter((section) => section !== '').join('\n\n')}\n`;
}

/**
 * Those who come before whoever was asked last, each with the reason why it did not answer; `null` where nobody was
 * asked, or where who comes first is a matter of turns.
 */
function aheadOf(steps: readonly Step[], clockFace: ClockFace): readonly string[] | null {
	const asked = steps.findLast(({ decision }) => decision.type === 'attempt');
	const place = asked?.providers.find(({ passed }) => passed === null)?.place ?? null;
	if (asked === undefined || place === null) {
		return null;
	}
	return asked.providers.flatMap((each) => {
		const { provider, passed } = each;
		if (passed === null || each.place === null || each.place >= place) {
			return [];
		}
		const tried = passed.reason === 'tried' && passed.failure !== undefined;
		return [`${bold(provider.id)} (${tried ? consequences[passed.failure].word : whyPassedOver(passed, clockFace)})`];
	});
}

/** One decision of a route: the `number`th, so many milliseconds after the first. */
function decisionSection(
	step: Step,
	number: number,
	laterMs: number,
	events: readonly StampedEvent[],
	clockFace: ClockFace,
): string {
	const title = `### ${number}. ${stepTitle(step)}${laterMs < 1 ? '' : `, after ${duration(laterMs)}`}`;
	return [title, ...answerTo(step, events), ...stepSection(step, clockFace)].filter((part) => part !== '').join('\n\n');
}

function headingOfDryRun({ decision, situation }: Step): string {
	const { request } = situation;
	const what =
		request.id === 'preview'
			? 'an ordinary request for code'
			: `a question of ${plural(request.promptCharacters, 'character')}`;
	const title = decision.type === 'attempt' ? `${said(decision.provider)} would be asked` : 'Nobody would be asked';
	return `# ${title}\n\nThis is how ${what} would go just now. Nothing was sent.`;
}

function stepTitle({ decision }: Step): string {
	switch (decision.type) {
		case 'attempt':
			return `${said(decision.provider)} is asked`;
		case 'wait':
			return `A wait for ${said(decision.provider)}`;
		case 'ask':
			return `A question about ${said(decision.provider)}`;
		case 'stop':
			return `The end: ${stopWords[decision.because]}`;
	}
}

/** What the user said to the question of a step. */
function answerTo({ decision, at }: Step, events: readonly StampedEvent[]): readonly string[] {
	if (decision.type !== 'ask') {
		return [];
	}
	const answer = events.find(
		(event): event is Of<'request-consent'> => event.type === 'request-consent' && event.at >= at,
	);
	return [answer === undefined ? 'There was no answer yet.' : `You said **${answer.granted ? 'yes' : 'no'}**.`];
}

function stepSection(step: Step, clockFace: ClockFace): readonly string[] {
	const { decision, providers, situation } = step;
	const chosen = providers.find(({ passed }) => passed === null);
	const expected =
		decision.type === 'attempt' && decision.estimatedCost !== 0
			? ` Expected to cost ${decision.estimatedCost === null ? 'an amount that is not known' : `about ${money(decision.estimatedCost)}`}.`
			: '';
	return [`${becauseText(decision, chosen, situation, clockFace)}${expected}`, providerTable(step, clockFace)];
}

/** Everybody, each with the place in the order and what decided on it, or the reason for being passed over. */
function providerTable({ providers, decision, situation }: Step, clockFace: ClockFace): string {
	const { strategy } = situation.settings;
	const fits = providers.some(({ fit }) => fit !== null);
	const measured = measureTitles[strategy];
	const priced = providers.some(({ expectedCost }) => expectedCost !== 0);
	const ruled = providers.some(({ rules }) => rules.length > 0);
	const columns: readonly (readonly [title: string, cell: (each: Explained) => string])[] = [
		['#', ({ place }) => (place === null ? '–' : String(place))],
		['Provider', ({ provider, passed }) => (passed === null ? bold(provider.id) : said(provider.id))],
		...(fits ? [['Fits', ({ fit }: Explained) => (fit === null ? 'not said' : percent(fit))] as const] : []),
		...(measured === null ? [] : [[measured, ({ measure }: Explained) => measureText(measure)] as const]),
		...(priced ? [['Would cost', costText] as const] : []),
		...(ruled ? [['Why there', ({ rules }: Explained) => rules.map(ruleText).join(', ')] as const] : []),
		[
			'How it stands',
			({ passed }) => (passed === null ? `**${namedWords[decision.type]}**` : standingText(passed, clockFace)),
		],
		[
			'What would change it',
			({ provider, remedy }) => (remedy === null ? '' : remedyText(remedy, provider.id, clockFace)),
		],
	];
	return providers.length === 0
		? ''
		: [
				row(columns.map(([title]) => title)),
				row(columns.map((_, index) => (index === 0 ? '---:' : '---'))),
				...providers.map((each) => row(columns.map(([, cell]) => cell(each)))),
			].join('\n');
}

const measureTitles: Readonly<Record<Situation['settings']['strategy'], string | null>> = {
	ordered: null,
	'capability-first': null,
	'cost-optimized': 'Price',
	'latency-optimized': 'First output',
	'local-first': 'Your code',
	'round-robin': 'Saved turns',
	weighted: 'Saved turns',
};

const namedWords = { attempt: 'asked', wait: 'asked soon', ask: 'waits for your answer', stop: '' } as const;

function standingText(passed: PassedOver, clockFace: ClockFace): string {
	return passed.reason === 'tried' && passed.failure !== undefined
		? `asked already, ${consequences[passed.failure].word}`
		: whyPassedOver(passed, clockFace);
}

function costText({ expectedCost, provider }: Explained): string {
	return expectedCost === 0
		? billingWords[provider.billing]
		: expectedCost === null
			? 'not known'
			: `about\u00a0${money(expectedCost)}`;
}
