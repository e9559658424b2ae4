import type { Decision } from '../core/decision.ts';
import type { Explained, Measure, Rule } from '../core/explain.ts';
import type { Away, Remedy } from '../core/remedy.ts';
import type { Billing, Reach } from '../core/request.ts';
import type { OpenQuestion, Situation } from '../core/situation.ts';
import type { Strategy } from '../core/strategy.ts';
import { type ClockFace, dollars, markdown, sentencePart } from './views.ts';

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

/** 12000 -> `12,000`. */
export function grouped(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `240 ms`, `3.2 s`, `2 min 5 s`, with spaces at which no line breaks. */
export function duration(ms: number): string {
	if (ms < 1000) {
		return `${Math.max(0, Math.round(ms))}\u00a0ms`;
	}
	const whole = Math.round(ms / 1000);
	return ms < 10_000 ? `${(ms / 1000).toFixed(1)}\u00a0s` : whole < 60 ? `${whole}\u00a0s` : minutes(whole);
}

function minutes(seconds: number): string {
	const rest = seconds % 60;
	return `${grouped(Math.floor(seconds / 60))}\u00a0min${rest === 0 ? '' : `\u00a0${rest}\u00a0s`}`;
}

export function percent(part: number): string {
	return `${Math.round(part * 100)}\u00a0%`;
}

export function money(amount: number | null): string {
	return amount === null ? 'not known' : amount === 0 ? 'nothing' : price(amount);
}

/** As an amount, with a sign that begins no formula. */
function price(amount: number): string {
	return dollars(amount).replace('$', '\\$');
}

export const reachWords: Readonly<Record<Reach, string>> = {
	sovereign: 'stays on this machine',
	private: 'stays within your organisation',
	standard: 'may go to any vendor',
};

/** What a request costs more that is not paid by use, and how else it is paid. */
export const billingWords: Readonly<Record<Billing, string>> = {
	free: 'free',
	subscription: 'by subscription',
	metered: 'paid by use',
};

/** Completes "It comes first …". */
export const strategyWords: Readonly<Record<Strategy, string>> = {
	ordered: 'in the order of your settings',
	'capability-first': 'by how well each one fits',
	'cost-optimized': 'by billing and price',
	'latency-optimized': 'by the time until the first output',
	'local-first': 'by how near each one is',
	'round-robin': 'since it is its turn',
	weighted: 'since it is its turn, by weight',
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
				? `What failed may pass by itself, so ${bold(decision.provider)} is asked once more at ${clockFace(decision.until)}.`
				: `Nobody may be asked just now. ${bold(decision.provider)} named a time that is near, ${clockFace(decision.until)}, so it is waited for.`;
		case 'ask':
			return askedText(decision.question);
		case 'stop':
			return '';
		case 'attempt': {
			const profiles = chosen?.provider.profiles.length ?? 1;
			const profile = profiles > 1 ? ` It is asked with its profile ${bold(decision.profile)}.` : '';
			return `${attemptText(decision, chosen, settings.strategy)}${profile}`;
		}
	}
}

function attemptText(
	{ because, chain, confidence, keyword }: Extract<Decision, { type: 'attempt' }>,
	chosen: Explained | undefined,
	strategy: Strategy,
): string {
	const left = chosen?.place === 1 ? '' : ' of those that are left';
	switch (because) {
		case 'picked':
			return 'You picked it in *Select Provider…*, so nobody else is considered.';
		case 'named':
			return `You named it in the question, so it comes before all others${left}.`;
		case 'retry':
			return 'What failed may have passed by itself, and `switchyard.routing.onFailure` is `retry`: it is asked once more.';
		case 'without-limit':
			return 'The limit for the length of the answer did not suit it, so it is asked once more without one.';
		case 'next-profile':
			return 'What failed was the account’s own, so its next profile comes before the next provider.';
		case 'larger-context':
			return 'What was sent was too long for the one before, and this one takes the most of those that are left.';
		case 'chain':
			return `It comes first${left} in your chain for ${bold(chain ?? '')}, which is what is needed${confidence === undefined || confidence === 1 ? '' : ` (${percent(confidence)} sure)`}.`;
		case 'keyword': {
			const word = keyword === undefined ? undefined : chosen?.provider.keywords[keyword];
			return `Its keyword ${word === undefined ? '' : `“${said(word)}” `}stands in the question, so it comes before those without one.`;
		}
		case 'terminus':
			return 'Nobody may be asked just now. This one cools down, but only by our own guess and not for long, so it is tried rather than giving up.';
		case 'fits':
			return `It comes first${left} ${strategyWords[strategy]}. It fits what is needed to ${percent(confidence ?? 0)}.`;
		case 'next-in-order':
			return `It comes first${left} ${strategyWords[strategy]}.`;
	}
}

function askedText(question: OpenQuestion): string {
	const who = bold(question.provider);
	switch (question.about) {
		case 'billing':
			return `${who} comes next, but it is ${billingWords[question.to]}, and the first choice is ${billingWords[question.from]}: you were asked first, since \`switchyard.consent\` is \`ask\`.`;
		case 'side-effect':
			return `The one before did something that can’t be taken back, so you were asked before ${who} begins anew.`;
		case 'refused':
			return `The one before declined, so you were asked before ${who} is asked the same.`;
		case 'hand-off':
			return `${bold(question.from)} left unfinished work, so you were asked whether ${who} goes on from it, since \`switchyard.agents.onFailure\` is \`ask\`.`;
	}
}

export function ruleText(rule: Rule): string {
	switch (rule.type) {
		case 'named':
			return 'named by you';
		case 'chain':
			return `in the chain for ${said(rule.capability)}`;
		case 'keyword':
			return `keyword “${said(rule.word)}”`;
		case 'unsuited':
			return 'after agents, which change files better';
		case 'fits-nothing':
			return 'last: it declares nothing of what is needed';
	}
}

export function measureText(measure: Measure): string {
	switch (measure.by) {
		case 'order':
		case 'fit':
			return '';
		case 'price':
			return `${billingWords[measure.billing]}${measure.billing === 'free' ? '' : `, ${measure.perMillion === null ? 'price not known' : `${price(measure.perMillion)} per million tokens`}`}`;
		case 'latency':
			return measure.ms === null
				? 'not known'
				: `${duration(measure.ms)}${measure.measured >= 3 ? `, median of ${measure.measured}` : ', by your settings'}`;
		case 'reach':
			return reachWords[measure.reach];
		case 'turn':
			return String(measure.credit);
	}
}

/** What would have to change, for the last column of the table. */
export function remedyText(remedy: Remedy, id: string, clockFace: ClockFace): string {
	switch (remedy.type) {
		case 'not-picked':
			return `${bold(remedy.picked)} is picked: choose *Auto* or this one in *Select Provider…*`;
		case 'disabled':
			return 'Set its `enabled` to `true`';
		case 'not-the-kind':
			return remedy.asked === 'llm'
				? 'The question asks for an LLM: leave out the `@llm` (or `-@agent`)'
				: 'The question asks for an agent: leave out the `@agent` (or `-@llm`)';
		case 'cannot':
			return `Nothing yet: the kind \`${remedy.kind}\` can’t be driven`;
		case 'no-folder':
			return 'Open a folder on this machine: an agent works in one';
		case 'no-git':
			return 'Run `git init` in the folder: an agent works in a copy of the repository';
		case 'edits-files':
			return `Name it in the question (${said(`@${id}`)}), or say what is needed (\`#testing\`)`;
		case 'reach':
			return `Your code ${reachWords[remedy.allowed]} (\`${remedy.allowed}\`): set \`switchyard.reach\` to \`${remedy.needed}\`, unless this folder narrows it`;
		case 'billing':
			return billingText(remedy);
		case 'too-small':
			return `It takes ${grouped(remedy.has)} tokens, and ${grouped(remedy.needed)} are needed: send less, or correct its \`contextTokens\``;
		case 'too-dear':
			return remedy.expected === null
				? 'Its price is not known, and `switchyard.routing.maxCost` is set: give it a `cost`'
				: `About ${money(remedy.expected)}${remedy.spent === 0 ? '' : ` after ${money(remedy.spent)} spent`} is beyond ${price(remedy.limit)}: raise \`switchyard.routing.maxCost\``;
		case 'too-slow':
			return remedy.expectedMs === null
				? 'Nobody knows how quick it is, and `switchyard.routing.maxLatencySeconds` is set: give it a `latency`'
				: `${duration(remedy.expectedMs)} until its first output is beyond ${duration(remedy.limitMs)}: raise \`switchyard.routing.maxLatencySeconds\``;
		case 'not-ready':
			return said(remedy.message === '' ? remedy.reason : sentencePart(remedy.message));
		case 'no-key':
			return keyText(remedy);
		case 'excluded':
			return remedy.continues
				? 'Its answer was sent back, or you ruled it out: ask anew'
				: `You ruled it out for this question, by ${said(`-@${id}`)} or by going on without it`;
		case 'tried':
			return remedy.away === null ? 'The next request may ask it again' : awayText(remedy.away, clockFace);
		case 'not-primary':
			return 'Nobody but the first choice is asked: `switchyard.routing.onFailure` is `primary-only`';
		case 'llm-preferred':
			return 'Asked when no LLM is left: `switchyard.routing.onFailure` is `prefer-llm`';
		case 'cooling':
			return remedy.away === null ? 'Ready again in a moment' : awayText(remedy.away, clockFace);
		case 'probing':
			return 'Another request asks it just now: if that works, the next one may ask it too';
		case 'ranked-lower':
			return `First with ${said(`@${id}`)} in the question`;
	}
}

function billingText({ needed, by }: Extract<Remedy, { type: 'billing' }>): string {
	const what = `It is ${billingWords[needed]}`;
	switch (by) {
		case 'request':
			return `${what}, which is dearer than this request may be`;
		case 'never-cross':
			return `${what}, dearer than the first choice: set \`switchyard.consent\` to \`ask\` or \`allow\``;
		case 'no':
			return `${what}, and you said no to that for this request`;
	}
}

function keyText({ variables, secrets }: Extract<Remedy, { type: 'no-key' }>): string {
	const ways = [
		...(secrets ? ['run *Set Key…*'] : []),
		...variables.map((variable) => `set ${bold(variable)} in the environment that VS Code starts in`),
	].join(', or ');
	return ways.charAt(0).toUpperCase() + ways.slice(1);
}

const blameWords = { model: 'this model', profile: 'this account', endpoint: 'everything at this address' } as const;

function awayText({ until, stated, blame, reason }: Away, clockFace: ClockFace): string {
	if (until === null) {
		return reason === 'unauthorized' ? 'Its key was refused: set a new one with *Set Key…*' : 'Run *Reset Cooldowns…*';
	}
	const whose = stated ? 'as the provider itself says' : `${blameWords[blame]} is left alone until then`;
	return `Ready again **${clockFace(until)}**, ${whose}; or *Reset Cooldowns…*`;
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
