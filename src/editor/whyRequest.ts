import * as l10n from '@vscode/l10n';
import type { RequestFacts } from '../core/request.ts';
import type { Situation } from '../core/situation.ts';
import { duration, grouped, percent } from './figures.ts';
import { bold, money, reachWords, said, strategyWords } from './whyWords.ts';
import { enumerated, joined } from './words.ts';

/** What the request was, and by which rules it was routed. */
export function requestSection({ request, settings, now }: Situation): string {
	const effort = request.needs.find(({ capability }) => capability.endsWith('-thinking'));
	const lines = [
		fact(l10n.t('Kind of work'), neededText(request)),
		effort === undefined
			? ''
			: fact(
					l10n.t('Effort'),
					effort.capability === 'deep-thinking' ? l10n.t('think at length.') : l10n.t('be quick.'),
				),
		wishes(request, settings.providers),
		fact(
			l10n.t('Size'),
			l10n.t(
				'about {0} tokens, of which {1} are kept free for the answer.',
				grouped(request.contextTokens),
				grouped(request.answerTokens),
			),
		),
		optionalText(request),
		fact(l10n.t('Limits'), l10n.t('{0}.', enumerated(limitsOf({ request, settings, now })))),
		[
			fact(l10n.t('Order'), l10n.t('{0}.', enumerated([code(settings.strategy), strategyWords[settings.strategy]()]))),
			fact(l10n.t('After a failure'), l10n.t('{0}.', code(settings.onFailure))),
			fact(l10n.t('Before a dearer billing'), l10n.t('{0}.', code(settings.consent))),
		].join(' '),
	];
	const list = lines.filter((line) => line !== '').map((line) => `- ${line}`);
	return [`## ${l10n.t('What was asked')}`, '', ...list].join('\n');
}

function optionalText({ optionalTokens = 0 }: RequestFacts): string {
	return optionalTokens === 0
		? ''
		: fact(
				l10n.t('Beside it'),
				l10n.t('up to {0} tokens of what may help, as far as there is room.', grouped(optionalTokens)),
			);
}

/** `**Size:** about 12 tokens.` */
function fact(name: string, said: string): string {
	return l10n.t('**{0}:** {1}', name, said);
}

function code(text: string): string {
	return `\`${text}\``;
}

function limitsOf({ request, settings, now }: Pick<Situation, 'request' | 'settings' | 'now'>): readonly string[] {
	const { cost, firstOutputMs } = request.limits;
	const most = settings.maxAttempts;
	return [
		l10n.t('your code {0} ({1})', reachWords[request.reach](), code('switchyard.reach')),
		most === 1 ? l10n.t('at most 1 attempt') : l10n.t('at most {0} attempts', most),
		...(cost === null ? [] : [money(cost)]),
		...(firstOutputMs === null ? [] : [l10n.t('{0} until the first output', duration(firstOutputMs))]),
		l10n.t('{0} in all', duration(request.deadline - now)),
	];
}

/** What the user wrote into the question for Switchyard, and the keywords found in it. */
function wishes(
	{ pinned, preferred, kind, excluded, keywords }: RequestFacts,
	providers: Situation['settings']['providers'],
): string {
	const words = keywords.flatMap(({ provider, keyword }) => {
		const word = providers.find(({ id }) => id === provider)?.keywords[keyword];
		return word === undefined ? [] : [l10n.t('“{0}” is a keyword of {1}', said(word), bold(provider))];
	});
	const all = [
		...(pinned === null ? [] : [l10n.t('{0} alone', bold(pinned))]),
		...(preferred.length === 0 ? [] : [l10n.t('{0} first', inTurn(preferred.map(bold)))]),
		...(kind === 'any' ? [] : [kind === 'llm' ? l10n.t('only LLMs') : l10n.t('only agents')]),
		...(excluded.length === 0 ? [] : [l10n.t('without {0}', enumerated(excluded.map(bold)))]),
		...words,
	];
	return all.length === 0 ? '' : fact(l10n.t('Your wishes'), l10n.t('{0}.', all.join('; ')));
}

/** `a, then b`. */
function inTurn(names: readonly string[]): string {
	return names.reduce((before, name) => l10n.t('{0}, then {1}', before, name));
}

const evidenceWords: Readonly<Record<RequestFacts['recognised']['from'][number], () => string>> = {
	command: () => l10n.t('the command'),
	directive: () => l10n.t('what you wrote for Switchyard'),
	text: () => l10n.t('your words'),
	language: () => l10n.t('the language of the document'),
	selection: () => l10n.t('the selection'),
	diagnostics: () => l10n.t('the problems in the document'),
	'test-file': () => l10n.t('the document being a test'),
	diff: () => l10n.t('the document being a diff'),
};

/** What was recognised and from what, in one sentence or two. */
function neededText({ needs, recognised }: Pick<RequestFacts, 'needs' | 'recognised'>): string {
	const listed = (all: RequestFacts['needs']) =>
		enumerated(all.map(({ capability, score }) => `${said(capability)}${score === 1 ? '' : ` ${percent(score)}`}`));
	const told = (what: string) =>
		recognised.from.length === 0
			? l10n.t('{0}.', what)
			: l10n.t('{0}, told by {1}.', what, joined(recognised.from.map((each) => evidenceWords[each]())));
	const work = needs.filter(({ capability }) => !capability.endsWith('-thinking'));
	if (recognised.sure) {
		return told(work.length === 0 ? l10n.t('nothing in particular') : listed(work));
	}
	const likely = listed(recognised.candidates);
	return [
		told(`**${l10n.t('not sure')}**`),
		likely === '' ? l10n.t('Nothing was recognised.') : l10n.t('Likeliest: {0}.', likely),
		l10n.t(
			'That is too little to route by, so no provider is preferred for it, and no agent is asked that was not named.',
		),
	].join(' ');
}
