import * as l10n from '@vscode/l10n';
import { type Explained, type Explanation, explain } from '../core/explain.ts';
import type { StampedEvent } from '../core/events.ts';
import type { Decided } from '../core/replay.ts';
import type { PassedOver, Situation } from '../core/situation.ts';
import { duration, percent } from './figures.ts';
import { type ClockFace, whyPassedOver } from './views.ts';
import { remedyText } from './whyRemedy.ts';
import { requestSection } from './whyRequest.ts';
import { attemptTable, routeSection } from './whyRoute.ts';
import { becauseText, bold, measureText, money, row, ruleText, said } from './whyWords.ts';
import { billingWords, causeWords, enumerated, stopWords } from './words.ts';

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
		return `# ${l10n.t('Why this provider?')}\n\n${l10n.t('Nothing was decided yet.')}\n`;
	}
	const sections =
		events === null
			? [headingOfDryRun(first), ...stepSection(first, clockFace)]
			: [
					routeSection(events, aheadOf(steps, clockFace), now, clockFace),
					attemptTable(events, clockFace),
					`## ${steps.length === 1 ? l10n.t('The decision') : l10n.t('The decisions, the latest first')}`,
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
		const why = tried ? causeWords[passed.failure]() : whyPassedOver(passed, clockFace);
		return [l10n.t('{0} ({1})', bold(provider.id), why)];
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
	const what = stepTitle(step);
	const title = laterMs < 1 ? what : l10n.t('{0}, after {1}', what, duration(laterMs));
	return [`### ${number}. ${title}`, ...answerTo(step, events), ...stepSection(step, clockFace)]
		.filter((part) => part !== '')
		.join('\n\n');
}

function headingOfDryRun({ decision, situation }: Step): string {
	const { request } = situation;
	const title =
		decision.type === 'attempt'
			? l10n.t('{0} would be asked', said(decision.provider))
			: l10n.t('Nobody would be asked');
	const characters = request.promptCharacters;
	const how =
		request.id === 'preview'
			? l10n.t('This is how an ordinary request for code would go just now. Nothing was sent.')
			: characters === 1
				? l10n.t('This is how a question of 1 character would go just now. Nothing was sent.')
				: l10n.t('This is how a question of {0} characters would go just now. Nothing was sent.', characters);
	return `# ${title}\n\n${how}`;
}

function stepTitle({ decision }: Step): string {
	switch (decision.type) {
		case 'attempt':
			return l10n.t('{0} is asked', said(decision.provider));
		case 'wait':
			return l10n.t('A wait for {0}', said(decision.provider));
		case 'ask':
			return l10n.t('A question about {0}', said(decision.provider));
		case 'stop':
			return l10n.t('The end: {0}', stopWords[decision.because]());
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
	if (answer === undefined) {
		return [l10n.t('There was no answer yet.')];
	}
	return [answer.granted ? l10n.t('You said **yes**.') : l10n.t('You said **no**.')];
}

function stepSection(step: Step, clockFace: ClockFace): readonly string[] {
	const { decision, providers, situation } = step;
	const chosen = providers.find(({ passed }) => passed === null);
	const because = becauseText(decision, chosen, situation, clockFace);
	const expected = decision.type === 'attempt' ? expectedText(decision.estimatedCost) : '';
	return [[because, expected].filter((sentence) => sentence !== '').join(' '), providerTable(step, clockFace)];
}

/** US dollars; `null`: not known. */
function expectedText(cost: number | null): string {
	if (cost === 0) {
		return '';
	}
	return cost === null
		? l10n.t('Expected to cost an amount that is not known.')
		: l10n.t('Expected to cost about {0}.', money(cost));
}

/** Everybody, each with the place in the order and what decided on it, or the reason for being passed over. */
function providerTable({ providers, decision, situation }: Step, clockFace: ClockFace): string {
	const { strategy } = situation.settings;
	const fits = providers.some(({ fit }) => fit !== null);
	const measured = measureTitles[strategy]?.() ?? null;
	const priced = providers.some(({ expectedCost }) => expectedCost !== 0);
	const ruled = providers.some(({ rules }) => rules.length > 0);
	const columns: readonly (readonly [title: string, cell: (each: Explained) => string])[] = [
		['#', ({ place }) => (place === null ? '–' : String(place))],
		[l10n.t('Provider'), ({ provider, passed }) => (passed === null ? bold(provider.id) : said(provider.id))],
		...(fits
			? [[l10n.t('Fits'), ({ fit }: Explained) => (fit === null ? l10n.t('not said') : percent(fit))] as const]
			: []),
		...(measured === null ? [] : [[measured, ({ measure }: Explained) => measureText(measure)] as const]),
		...(priced ? [[l10n.t('Would cost'), costText] as const] : []),
		...(ruled ? [[l10n.t('Why there'), ({ rules }: Explained) => enumerated(rules.map(ruleText))] as const] : []),
		[
			l10n.t('How it stands'),
			({ passed }) => (passed === null ? `**${namedWords[decision.type]()}**` : standingText(passed, clockFace)),
		],
		[
			l10n.t('What would change it'),
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

const measureTitles: Readonly<Record<Situation['settings']['strategy'], (() => string) | null>> = {
	ordered: null,
	'capability-first': null,
	'cost-optimized': () => l10n.t('Price'),
	'latency-optimized': () => l10n.t('First output'),
	'local-first': () => l10n.t('Your code'),
	'round-robin': () => l10n.t('Saved turns'),
	weighted: () => l10n.t('Saved turns'),
};

const namedWords: Readonly<Record<Step['decision']['type'], () => string>> = {
	attempt: () => l10n.t('asked'),
	wait: () => l10n.t('asked soon'),
	ask: () => l10n.t('waits for your answer'),
	stop: () => '',
};

function standingText(passed: PassedOver, clockFace: ClockFace): string {
	return passed.reason === 'tried' && passed.failure !== undefined
		? l10n.t('asked already, {0}', causeWords[passed.failure]())
		: whyPassedOver(passed, clockFace);
}

function costText({ expectedCost, provider }: Explained): string {
	if (expectedCost === 0) {
		return billingWords[provider.billing]();
	}
	// In one piece: no line breaks within it.
	return expectedCost === null
		? l10n.t('not known')
		: l10n.t('about {0}', money(expectedCost)).replaceAll(' ', '\u00a0');
}
