import * as l10n from '@vscode/l10n';
import type { Decision } from '../core/decision.ts';
import { explain, type Explanation } from '../core/explain.ts';
import type { PassedOver } from '../core/situation.ts';
import { changedStandings, type Redecided } from '../core/today.ts';
import { type ClockFace, whyPassedOver } from './views.ts';
import { becauseText, row, said } from './whyWords.ts';
import { causeWords, stopWords } from './words.ts';

/** The page "Replay" as Markdown: each decision of a route as it was taken, and as it would be today. */
export function replayPage(steps: readonly Redecided[], clockFace: ClockFace): string {
	const [first] = steps;
	if (first === undefined) {
		return `# ${l10n.t('Nothing to decide again')}\n\n${l10n.t('Nothing was decided in this route, or its beginning is no longer remembered.')}\n`;
	}
	const sections = [
		`# ${titleOf(steps)}`,
		l10n.t(
			'This is the route of {0}, decided once more with the settings, keys and cooldowns of {1}. Nothing was sent.',
			clockFace(first.then.at),
			clockFace(first.today.at),
		),
		overview(steps),
		steps.length > 1
			? l10n.t('From the second decision on this holds if the same had happened until then as it did.')
			: '',
		...steps.map((step, place) => stepSection(step, place + 1, clockFace)),
	];
	return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function titleOf(steps: readonly Redecided[]): string {
	const differing = steps.find(({ differs }) => differs);
	if (differing === undefined) {
		return l10n.t('It would go the same way today');
	}
	const { decision } = differing.today;
	return decision.type === 'attempt'
		? l10n.t('Today {0} would be asked', said(decision.provider))
		: l10n.t('It would go otherwise today');
}

function overview(steps: readonly Redecided[]): string {
	const rows = steps.map(({ then, today, differs }, place) => {
		const [before, after] = [decisionText(then.decision), decisionText(today.decision)];
		return row([
			String(place + 1),
			before,
			differs ? `**${after}**` : after,
			differs ? l10n.t('otherwise') : l10n.t('the same'),
		]);
	});
	const titles = ['#', l10n.t('Then'), l10n.t('Today'), ''];
	return [row(titles), '|---:|---|---|---|', ...rows].join('\n');
}

function decisionText(decision: Decision): string {
	switch (decision.type) {
		case 'attempt':
			return l10n.t('{0} is asked', said(decision.provider));
		case 'wait':
			return l10n.t('a wait for {0}', said(decision.provider));
		case 'ask':
			return l10n.t('a question about {0}', said(decision.provider));
		case 'stop':
			return l10n.t('the end: {0}', stopWords[decision.because]());
	}
}

/** One decision: everybody as they stood then, and as they stand today, with the reason for today's choice. */
function stepSection(step: Redecided, number: number, clockFace: ClockFace): string {
	const { then, today, differs } = step;
	const [before, after] = [explain(then.situation, then.decision), explain(today.situation, today.decision)];
	const chosen = after.providers.find(({ passed }) => passed === null);
	const because = becauseText(today.decision, chosen, today.situation, clockFace);
	const words = decisionText(today.decision);
	const heading = differs ? l10n.t('{0}. Today {1}', number, words) : l10n.t('{0}. The same today: {1}', number, words);
	return [`## ${heading}`, because, standingTable(before, after, changedStandings(step), clockFace)]
		.filter((part) => part !== '')
		.join('\n\n');
}

function standingTable(
	before: Explanation,
	after: Explanation,
	changed: ReadonlySet<string>,
	clockFace: ClockFace,
): string {
	const standing = ({ providers, decision }: Explanation, id: string, missing: string): string => {
		const found = providers.find(({ provider }) => provider.id === id);
		return found === undefined ? missing : standingText(found.passed, decision, clockFace);
	};
	const now = after.providers.map(({ provider }) => provider.id);
	const gone = before.providers.map(({ provider }) => provider.id).filter((id) => !now.includes(id));
	const rows = [...now, ...gone].map((id) => {
		const today = standing(after, id, l10n.t('no longer in your settings'));
		return row([
			said(id),
			standing(before, id, l10n.t('not in your settings')),
			changed.has(id) ? `**${today}**` : today,
		]);
	});
	const titles = [l10n.t('Provider'), l10n.t('Then'), l10n.t('Today')];
	return rows.length === 0 ? '' : [row(titles), '|---|---|---|', ...rows].join('\n');
}

function standingText(passed: PassedOver | null, decision: Decision, clockFace: ClockFace): string {
	if (passed !== null) {
		return passed.reason === 'tried' && passed.failure !== undefined
			? l10n.t('asked already, {0}', causeWords[passed.failure]())
			: whyPassedOver(passed, clockFace);
	}
	switch (decision.type) {
		case 'attempt':
			return l10n.t('asked');
		case 'wait':
			return l10n.t('asked soon');
		case 'ask':
			return l10n.t('waits for your answer');
		case 'stop':
			return '';
	}
}
