import type { RequestFacts } from '../core/request.ts';
import type { Situation } from '../core/situation.ts';
import { plural } from './views.ts';
import { bold, duration, grouped, money, percent, reachWords, said, strategyWords } from './whyWords.ts';

/** What the request was, and by which rules it was routed. */
export function requestSection({ request, settings, now }: Situation): string {
	const effort = request.needs.find(({ capability }) => capability.endsWith('-thinking'));
	const lines = [
		`**Kind of work:** ${neededText(request)}.`,
		effort === undefined
			? ''
			: `**Effort:** ${effort.capability === 'deep-thinking' ? 'think at length' : 'be quick'}.`,
		wishes(request, settings.providers),
		`**Size:** about ${grouped(request.contextTokens)} tokens, of which ${grouped(request.answerTokens)} are kept free for the answer.`,
		`**Limits:** your code ${reachWords[request.reach]} (\`switchyard.reach\`), at most ${plural(settings.maxAttempts, 'attempt')}, ${limitsText(request)}${duration(request.deadline - now)} in all.`,
		`**Order:** \`${settings.strategy}\`, ${strategyWords[settings.strategy]}. **After a failure:** \`${settings.onFailure}\`. **Before a dearer billing:** \`${settings.consent}\`.`,
	];
	return ['## What was asked', ...lines.filter((line) => line !== '').map((line) => `- ${line}`)]
		.join('\n')
		.replace('\n', '\n\n');
}

function limitsText({ limits: { cost, firstOutputMs } }: RequestFacts): string {
	return `${cost === null ? '' : `${money(cost)}, `}${firstOutputMs === null ? '' : `${duration(firstOutputMs)} until the first output, `}`;
}

/** What the user wrote into the question for Switchyard, and the keywords found in it. */
function wishes(
	{ pinned, preferred, kind, excluded, keywords }: RequestFacts,
	providers: Situation['settings']['providers'],
): string {
	const words = keywords.flatMap(({ provider, keyword }) => {
		const word = providers.find(({ id }) => id === provider)?.keywords[keyword];
		return word === undefined ? [] : [`“${said(word)}” is a keyword of ${bold(provider)}`];
	});
	const all = [
		...(pinned === null ? [] : [`${bold(pinned)} is picked`]),
		...(preferred.length === 0 ? [] : [`${preferred.map(bold).join(', then ')} first`]),
		...(kind === 'any' ? [] : [kind === 'llm' ? 'only LLMs' : 'only agents']),
		...(excluded.length === 0 ? [] : [`without ${excluded.map(bold).join(', ')}`]),
		...words,
	];
	return all.length === 0 ? '' : `**Your wishes:** ${all.join('; ')}.`;
}

const evidenceWords: Readonly<Record<RequestFacts['recognised']['from'][number], string>> = {
	command: 'the command',
	directive: 'what you wrote for Switchyard',
	text: 'your words',
	language: 'the language of the document',
	selection: 'the selection',
	diagnostics: 'the problems in the document',
	'test-file': 'the document being a test',
	diff: 'the document being a diff',
};

/** What was recognised and from what, in one sentence or two. */
function neededText({ needs, recognised }: Pick<RequestFacts, 'needs' | 'recognised'>): string {
	const listed = (all: RequestFacts['needs']) =>
		all.map(({ capability, score }) => `${said(capability)}${score === 1 ? '' : ` ${percent(score)}`}`).join(', ');
	const from = recognised.from.map((each) => evidenceWords[each]);
	const by = from.length === 0 ? '' : `, told by ${from.join(', ').replace(/, ([^,]*)$/, ' and $1')}`;
	const work = needs.filter(({ capability }) => !capability.endsWith('-thinking'));
	if (!recognised.sure) {
		const likely = listed(recognised.candidates);
		return `**not sure**${by}. ${likely === '' ? 'Nothing was recognised' : `Likeliest: ${likely}`}. That is too little to route by, so no provider is preferred for it, and no agent is asked that was not named`;
	}
	return `${work.length === 0 ? 'nothing in particular' : listed(work)}${by}`;
}
