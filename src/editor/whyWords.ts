import * as l10n from '@vscode/l10n';
import type { Decision } from '../core/decision.ts';
import type { Explained, Measure, Rule } from '../core/explain.ts';
import type { Reach } from '../core/request.ts';
import type { OpenQuestion, Situation } from '../core/situation.ts';
import type { Strategy } from '../core/strategy.ts';
import { dollars, duration, percent } from './figures.ts';
import { type ClockFace, markdown } from './views.ts';
import { billingWords } from './words.ts';

/**
 * Words of others inside Markdown: on one line, read as nothing else, and no address in them becomes a link.
 */
export function said(text: string): string {
	return markdown(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')).replace(/[:/@"'^=]/g, '\\$&');
}

/** As `said`, in bold. */
export function bold(text: string): string {
	return `**${said(text)}**`;
}

export function money(amount: number | null): string {
	return amount === null ? l10n.t('not known') : amount === 0 ? l10n.t('nothing') : price(amount);
}

/** As an amount, with a sign that begins no formula. */
export function price(amount: number): string {
	return dollars(amount).replace('$', '\\$');
}

/** Completes "Your code …". */
export const reachWords: Readonly<Record<Reach, () => string>> = {
	sovereign: () => l10n.t('stays on this machine'),
	private: () => l10n.t('stays within your organisation'),
	standard: () => l10n.t('may go to any vendor'),
};

/** Completes "It comes first …". */
export const strategyWords: Readonly<Record<Strategy, () => string>> = {
	ordered: () => l10n.t('in the order of your settings'),
	'capability-first': () => l10n.t('by how well each one fits'),
	'cost-optimized': () => l10n.t('by billing and price'),
	'latency-optimized': () => l10n.t('by the time until the first output'),
	'local-first': () => l10n.t('by how near each one is'),
	'round-robin': () => l10n.t('since it is its turn'),
	weighted: () => l10n.t('since it is its turn, by weight'),
};

/** Why the one that a decision names is named, in a sentence or two. */
export function becauseText(
	decision: Decision,
	chosen: Explained | undefined,
	{ settings, tried }: Pick<Situation, 'settings' | 'tried'>,
	clockFace: ClockFace,
): string {
	switch (decision.type) {
		case 'wait':
			return tried.some(({ provider }) => provider === decision.provider)
				? l10n.t(
						'What failed may pass by itself, so {0} is asked once more at {1}.',
						bold(decision.provider),
						clockFace(decision.until),
					)
				: l10n.t(
						'Nobody may be asked just now. {0} named a time that is near, {1}, so it is waited for.',
						bold(decision.provider),
						clockFace(decision.until),
					);
		case 'ask':
			return askedText(decision.question);
		case 'stop':
			return '';
		case 'attempt': {
			const profiles = chosen?.provider.profiles.length ?? 1;
			const profile = profiles > 1 ? [l10n.t('It is asked with its profile {0}.', bold(decision.profile))] : [];
			return [attemptText(decision, chosen, settings.strategy), ...profile].join(' ');
		}
	}
}

function attemptText(
	{ because, chain, confidence, keyword }: Extract<Decision, { type: 'attempt' }>,
	chosen: Explained | undefined,
	strategy: Strategy,
): string {
	const left = chosen?.place !== 1;
	switch (because) {
		case 'picked':
			return l10n.t('You locked it in *Select Provider…*, or asked for it alone, so nobody else is considered.');
		case 'named':
			return left
				? l10n.t(
						'You named it in the question, or pinned it in *Select Provider…*, so it comes before all others of those that are left.',
					)
				: l10n.t('You named it in the question, or pinned it in *Select Provider…*, so it comes before all others.');
		case 'retry':
			return l10n.t(
				'What failed may have passed by itself, and {0} is {1}: it is asked once more.',
				'`switchyard.routing.onFailure`',
				'`retry`',
			);
		case 'without-limit':
			return l10n.t('The limit for the length of the answer did not suit it, so it is asked once more without one.');
		case 'next-profile':
			return l10n.t('What failed was the account’s own, so its next profile comes before the next provider.');
		case 'larger-context':
			return l10n.t(
				'What was sent was too long for the one before, and this one takes the most of those that are left.',
			);
		case 'chain':
			return chainText(bold(chain ?? ''), confidence ?? 1, left);
		case 'keyword': {
			const word = keyword === undefined ? undefined : chosen?.provider.keywords[keyword];
			return word === undefined
				? l10n.t('Its keyword stands in the question, so it comes before those without one.')
				: l10n.t('Its keyword “{0}” stands in the question, so it comes before those without one.', said(word));
		}
		case 'terminus':
			return l10n.t(
				'Nobody may be asked just now. This one cools down, but only by our own guess and not for long, so it is tried rather than giving up.',
			);
		case 'fits':
			return [firstText(strategy, left), l10n.t('It fits what is needed to {0}.', percent(confidence ?? 0))].join(' ');
		case 'next-in-order':
			return firstText(strategy, left);
	}
}

/** That it comes first; `left`: only among those that are left. */
function firstText(strategy: Strategy, left: boolean): string {
	const how = strategyWords[strategy]();
	return left ? l10n.t('It comes first of those that are left {0}.', how) : l10n.t('It comes first {0}.', how);
}

/** `sure`: from 0 to 1, how sure it is that the chain is for what is needed. */
function chainText(chain: string, sure: number, left: boolean): string {
	if (sure === 1) {
		return left
			? l10n.t('It comes first of those that are left in your chain for {0}, which is what is needed.', chain)
			: l10n.t('It comes first in your chain for {0}, which is what is needed.', chain);
	}
	return left
		? l10n.t(
				'It comes first of those that are left in your chain for {0}, which is what is needed ({1} sure).',
				chain,
				percent(sure),
			)
		: l10n.t('It comes first in your chain for {0}, which is what is needed ({1} sure).', chain, percent(sure));
}

function askedText(question: OpenQuestion): string {
	const who = bold(question.provider);
	switch (question.about) {
		case 'billing':
			return l10n.t(
				'{0} comes next, but it is {1}, and the first choice is {2}: you were asked first, since {3} is {4}.',
				who,
				billingWords[question.to](),
				billingWords[question.from](),
				'`switchyard.consent`',
				'`ask`',
			);
		case 'side-effect':
			return l10n.t(
				'The one before did something that can’t be taken back, so you were asked before {0} begins anew.',
				who,
			);
		case 'refused':
			return l10n.t('The one before declined, so you were asked before {0} is asked the same.', who);
		case 'hand-off':
			return l10n.t(
				'{0} left unfinished work, so you were asked whether {1} goes on from it, since {2} is {3}.',
				bold(question.from),
				who,
				'`switchyard.agents.onFailure`',
				'`ask`',
			);
	}
}

export function ruleText(rule: Rule): string {
	switch (rule.type) {
		case 'named':
			return l10n.t('named by you');
		case 'chain':
			return l10n.t('in the chain for {0}', said(rule.capability));
		case 'keyword':
			return l10n.t('keyword “{0}”', said(rule.word));
		case 'unsuited':
			return l10n.t('after agents, which change files better');
		case 'fits-nothing':
			return l10n.t('last: it declares nothing of what is needed');
	}
}

export function measureText(measure: Measure): string {
	switch (measure.by) {
		case 'order':
		case 'fit':
			return '';
		case 'price': {
			const billing = billingWords[measure.billing]();
			if (measure.billing === 'free') {
				return billing;
			}
			return measure.perMillion === null
				? l10n.t('{0}, price not known', billing)
				: l10n.t('{0}, {1} per million tokens', billing, price(measure.perMillion));
		}
		case 'latency':
			if (measure.ms === null) {
				return l10n.t('not known');
			}
			return measure.measured >= 3
				? l10n.t('{0}, median of {1}', duration(measure.ms), measure.measured)
				: l10n.t('{0}, by your settings', duration(measure.ms));
		case 'reach':
			return reachWords[measure.reach]();
		case 'turn':
			return String(measure.credit);
	}
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
