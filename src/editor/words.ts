import * as l10n from '@vscode/l10n';
import type { StopReason } from '../core/decision.ts';
import type { FailureKind } from '../core/failure.ts';
import type { Billing } from '../core/request.ts';
import type { PassedOver } from '../core/situation.ts';

/** Words for each of the keys, asked for when they are shown: only then is the language of the editor known. */
type WordsFor<K extends string> = Readonly<Record<K, () => string>>;

/** What went wrong, in a few words. `core` has the same in English, for the log. */
export const causeWords: WordsFor<FailureKind> = {
	'rate-limited': () => l10n.t('limit'),
	'quota-exhausted': () => l10n.t('quota used up'),
	overloaded: () => l10n.t('overloaded'),
	unreachable: () => l10n.t('unreachable'),
	timeout: () => l10n.t('timeout'),
	unauthorized: () => l10n.t('key refused'),
	billing: () => l10n.t('billing'),
	'model-missing': () => l10n.t('no such model'),
	'context-exceeded': () => l10n.t('too long for it'),
	'output-limit': () => l10n.t('answer too long for it'),
	'bad-request': () => l10n.t('request refused'),
	refused: () => l10n.t('declined'),
	'bad-output': () => l10n.t('unusable answer'),
	'agent-crashed': () => l10n.t('crashed'),
	'no-snapshot': () => l10n.t('no isolated copy'),
	'rollback-failed': () => l10n.t('clean-up failed'),
	'not-allowed': () => l10n.t('not allowed by you'),
	skipped: () => l10n.t('skipped by you'),
	cancelled: () => l10n.t('cancelled'),
	unknown: () => l10n.t('unknown failure'),
	bug: () => l10n.t('internal error'),
};

/** Why a route ended without an answer. */
export const stopWords: WordsFor<StopReason> = {
	'no-provider-configured': () => l10n.t('no provider configured'),
	'picked-provider-unknown': () => l10n.t('the picked provider is gone'),
	'nobody-left': () => l10n.t('nobody could answer'),
	'max-attempts': () => l10n.t('nobody answered, attempts used up'),
	deadline: () => l10n.t('nobody answered in time'),
	cancelled: () => l10n.t('cancelled'),
	'fail-fast': () => l10n.t('the first failure ended it'),
	'primary-only': () => l10n.t('the first choice could not answer'),
	'failure-stops': () => l10n.t('stopped'),
	'not-confirmed': () => l10n.t('stopped by you'),
};

/** Why a provider was not asked. */
export const passedOverWords: WordsFor<PassedOver['reason']> = {
	'not-picked': () => l10n.t('another one is picked'),
	disabled: () => l10n.t('switched off in the settings'),
	cannot: () => l10n.t('a model of VS Code is not asked for other extensions'),
	'not-the-kind': () => l10n.t('you asked for another kind of provider'),
	'no-folder': () => l10n.t('needs an open folder'),
	'no-git': () => l10n.t('needs a git repository, to work in a copy'),
	'edits-files': () => l10n.t('an agent is not asked when it is unclear what is needed'),
	reach: () => l10n.t('your code may not travel that far'),
	billing: () => l10n.t('dearer than allowed'),
	'too-small': () => l10n.t('its context is too small'),
	'too-dear': () => l10n.t('beyond the cost limit, or its price is not known'),
	'too-slow': () => l10n.t('beyond the latency limit, or its latency is not known'),
	'not-ready': () => l10n.t('not ready'),
	'no-key': () => l10n.t('no key'),
	excluded: () => l10n.t('excluded'),
	tried: () => l10n.t('was asked already'),
	'not-primary': () => l10n.t('only the first choice is asked'),
	'llm-preferred': () => l10n.t('after an agent failed, LLMs come first'),
	cooling: () => l10n.t('cooling down'),
	probing: () => l10n.t('another request finds out whether it works again'),
	'ranked-lower': () => l10n.t('next in line'),
};

/** How an answer is paid, after "It is". */
export const billingWords: WordsFor<Billing> = {
	free: () => l10n.t('free'),
	subscription: () => l10n.t('by subscription'),
	metered: () => l10n.t('paid by use'),
};

const commandTitles: Readonly<Record<string, () => string>> = {
	generate: () => l10n.t('Generate Code'),
	edit: () => l10n.t('Edit Selection'),
	fix: () => l10n.t('Fix Problems'),
	refactor: () => l10n.t('Refactor'),
	optimize: () => l10n.t('Optimize'),
	document: () => l10n.t('Document'),
	writeTests: () => l10n.t('Write Tests'),
	explain: () => l10n.t('Explain Code'),
	review: () => l10n.t('Review'),
	securityAudit: () => l10n.t('Security Audit'),
	delegate: () => l10n.t('Delegate Task'),
	race: () => l10n.t('Race Agents'),
	ask: () => l10n.t('Ask'),
	chat: () => l10n.t('Chat'),
	model: () => l10n.t('Request to a Model'),
};

/** The title of a command by its name in events; `null` for one that has none. */
export function commandTitle(command: string): string | null {
	return Object.hasOwn(commandTitles, command) ? (commandTitles[command]?.() ?? null) : null;
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
	const last = parts.at(-1) ?? '';
	return parts.length < 2 ? last : l10n.t('{0} and {1}', enumerated(parts.slice(0, -1)), last);
}

/** `a, b, c`. */
export function enumerated(parts: readonly string[]): string {
	return parts.length === 0 ? '' : parts.reduce((before, part) => l10n.t('{0}, {1}', before, part));
}

/** `codex: limit`. */
export function about(what: string, said: string): string {
	return l10n.t('{0}: {1}', what, said);
}

/** `limit, back 14:32`; `back`: a time of day, or `null` when it is not known. */
export function withReturn(words: string, back: string | null): string {
	return back === null ? words : l10n.t('{0}, back {1}', words, back);
}

export function toolCalls(count: number): string {
	return count === 1 ? l10n.t('1 tool call') : l10n.t('{0} tool calls', count);
}
