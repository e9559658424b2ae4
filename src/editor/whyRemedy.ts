import * as l10n from '@vscode/l10n';
import type { Away, Remedy } from '../core/remedy.ts';
import { duration, grouped } from './figures.ts';
import { spokenPart } from './spoken.ts';
import type { ClockFace } from './views.ts';
import { bold, money, price, reachWords, said } from './whyWords.ts';
import { billingWords } from './words.ts';

/** Commands in Markdown, by their titles. */
const selectProvider = () => `*${l10n.t('Select Provider…')}*`;
const setKey = () => `*${l10n.t('Set Key…')}*`;
const resetCooldowns = () => `*${l10n.t('Reset Cooldowns…')}*`;

/** What would have to change, for the last column of the table. */
export function remedyText(remedy: Remedy, id: string, clockFace: ClockFace): string {
	switch (remedy.type) {
		case 'not-picked':
			return l10n.t(
				'{0} is locked, or was asked for alone: choose *Auto* or this one in {1}',
				bold(remedy.picked),
				selectProvider(),
			);
		case 'disabled':
			return l10n.t('Set its {0} to {1}', '`enabled`', '`true`');
		case 'not-the-kind':
			return remedy.asked === 'llm'
				? l10n.t('The question asks for an LLM: leave out the {0} (or {1})', '`@llm`', '`-@agent`')
				: l10n.t('The question asks for an agent: leave out the {0} (or {1})', '`@agent`', '`-@llm`');
		case 'cannot':
			return l10n.t(
				'Nothing: you allowed the kind {0} to Switchyard, and not to the extension that asks it for a model',
				`\`${remedy.kind}\``,
			);
		case 'no-folder':
			return l10n.t('Open a folder on this machine: an agent works in one');
		case 'no-git':
			return l10n.t('Run {0} in the folder: an agent works in a copy of the repository', '`git init`');
		case 'edits-files':
			return l10n.t('Name it in the question ({0}), or say what is needed ({1})', said(`@${id}`), '`#testing`');
		case 'reach':
			return l10n.t(
				'Your code {0} ({1}): set {2} to {3}, unless this folder narrows it',
				reachWords[remedy.allowed](),
				`\`${remedy.allowed}\``,
				'`switchyard.reach`',
				`\`${remedy.needed}\``,
			);
		case 'billing':
			return billingText(remedy);
		case 'too-small':
			return l10n.t(
				'It takes {0} tokens, and {1} are needed: send less, or correct its {2}',
				grouped(remedy.has),
				grouped(remedy.needed),
				'`contextTokens`',
			);
		case 'too-dear':
			return dearText(remedy);
		case 'too-slow':
			return remedy.expectedMs === null
				? l10n.t('Nobody knows how quick it is, and {0} is set: give it a {1}', maxLatency, '`latency`')
				: l10n.t(
						'{0} until its first output is beyond {1}: raise {2}',
						duration(remedy.expectedMs),
						duration(remedy.limitMs),
						maxLatency,
					);
		case 'not-ready':
			return said(remedy.message === '' ? remedy.reason : spokenPart(remedy.message));
		case 'no-key':
			return keyText(remedy);
		case 'excluded':
			return remedy.continues
				? l10n.t('Its answer was sent back, or you ruled it out: ask anew')
				: l10n.t(
						'You ruled it out: for this question, by {0} or by going on without it, or for this window, in {1}',
						said(`-@${id}`),
						selectProvider(),
					);
		case 'tried':
			return remedy.away === null ? l10n.t('The next request may ask it again') : awayText(remedy.away, clockFace);
		case 'not-primary':
			return l10n.t('Nobody but the first choice is asked: {0} is {1}', onFailure, '`primary-only`');
		case 'llm-preferred':
			return l10n.t('Asked when no LLM is left: {0} is {1}', onFailure, '`prefer-llm`');
		case 'cooling':
			return remedy.away === null ? l10n.t('Ready again in a moment') : awayText(remedy.away, clockFace);
		case 'probing':
			return l10n.t('Another request asks it just now: if that works, the next one may ask it too');
		case 'ranked-lower':
			return l10n.t('First with {0} in the question', said(`@${id}`));
	}
}

const maxCost = '`switchyard.routing.maxCost`';
const maxLatency = '`switchyard.routing.maxLatencySeconds`';
const onFailure = '`switchyard.routing.onFailure`';

function dearText({ limit, spent, expected }: Extract<Remedy, { type: 'too-dear' }>): string {
	if (expected === null) {
		return l10n.t('Its price is not known, and {0} is set: give it a {1}', maxCost, '`cost`');
	}
	return spent === 0
		? l10n.t('About {0} is beyond {1}: raise {2}', money(expected), price(limit), maxCost)
		: l10n.t(
				'About {0} after {1} spent is beyond {2}: raise {3}',
				money(expected),
				money(spent),
				price(limit),
				maxCost,
			);
}

function billingText({ needed, by }: Extract<Remedy, { type: 'billing' }>): string {
	const billing = billingWords[needed]();
	switch (by) {
		case 'request':
			return l10n.t('It is {0}, which is dearer than this request may be', billing);
		case 'never-cross':
			return l10n.t(
				'It is {0}, dearer than the first choice: set {1} to {2} or {3}',
				billing,
				'`switchyard.consent`',
				'`ask`',
				'`allow`',
			);
		case 'no':
			return l10n.t('It is {0}, and you said no to that for this request', billing);
	}
}

function keyText({ variables, secrets }: Extract<Remedy, { type: 'no-key' }>): string {
	if (variables.length === 0) {
		return secrets ? l10n.t('Run {0}', setKey()) : '';
	}
	const named = variables.map(bold).reduce((before, variable) => l10n.t('{0} or {1}', before, variable));
	return secrets
		? l10n.t(
				'Run {0}, or set {1} in the environment that VS Code starts in; one that was used at another address is let go by {0}',
				setKey(),
				named,
			)
		: l10n.t(
				'Set {0} in the environment that VS Code starts in; one that was used at another address is let go by {1}',
				named,
				setKey(),
			);
}

/** That what is to blame is left alone until it is ready again. */
const blamed: Readonly<Record<Away['blame'], (at: string) => string>> = {
	model: (at) => l10n.t('Ready again {0}, this model is left alone until then; or {1}', at, resetCooldowns()),
	profile: (at) => l10n.t('Ready again {0}, this account is left alone until then; or {1}', at, resetCooldowns()),
	endpoint: (at) =>
		l10n.t('Ready again {0}, everything at this address is left alone until then; or {1}', at, resetCooldowns()),
};

function awayText({ until, stated, blame, reason }: Away, clockFace: ClockFace): string {
	if (until === null) {
		return reason === 'unauthorized'
			? l10n.t('Its key was refused: set a new one with {0}', setKey())
			: l10n.t('Run {0}', resetCooldowns());
	}
	const at = `**${clockFace(until)}**`;
	return stated
		? l10n.t('Ready again {0}, as the provider itself says; or {1}', at, resetCooldowns())
		: blamed[blame](at);
}
