import * as l10n from '@vscode/l10n';
import { duration, grouped } from './figures.ts';
import { commandLink, html, type Html, nothing } from './html.ts';
import { timelinePlot } from './timelinePlot.ts';
import type { Lane, Pause, Timeline } from './timelineModel.ts';
import { costWords, factsOf, headlineOf, modelOf, nameOf, rowState, rowTitle } from './timelineWords.ts';
import type { ClockFace } from './views.ts';
import { commandTitle } from './words.ts';

/** The page "Timeline" of a route: the picture, and the same as a table. Everybody's words are text. */
export function timelinePage(timeline: Timeline, clockFace: ClockFace): Html {
	const { rows } = timeline;
	return html`<main>
<h1>${headlineOf(timeline)}</h1>
<p class="lead">${commandTitle(timeline.command) ?? timeline.command} · ${clockFace(timeline.startedAt)}</p>
${continuation(timeline)}
${figures(timeline)}
${rows.length === 0 ? html`<p>${l10n.t('Nobody was asked yet.')}</p>` : picture(timeline, clockFace)}
${rows.length === 0 ? nothing : table(timeline, clockFace)}
${links(timeline)}
</main>`;
}

function continuation({ continues }: Timeline): Html {
	return continues === null
		? nothing
		: html`<p>${l10n.t('It goes on from an answer that you sent back.')} ${commandLink('switchyard.showTimeline', [{ route: continues }], l10n.t('Show the Route Before'))}</p>`;
}

function figures(timeline: Timeline): Html {
	const lanes = timeline.rows.filter((row): row is Lane => row.type === 'attempt');
	const told: readonly (readonly [name: string, value: string])[] = [
		[timeline.end === null ? l10n.t('Under way for') : l10n.t('Took'), duration(timeline.lastsMs)],
		[l10n.t('Attempts'), String(lanes.length)],
		[l10n.t('Tokens in'), tokens(lanes, 'inputTokens')],
		[l10n.t('Tokens out'), tokens(lanes, 'outputTokens')],
		[l10n.t('Cost'), costWords(lanes)],
	];
	return html`<dl class="figures">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function tokens(lanes: readonly Lane[], which: 'inputTokens' | 'outputTokens'): string {
	const known = lanes.flatMap(({ usage }) => usage?.[which] ?? []);
	return known.length === 0 ? '–' : grouped(known.reduce((sum, each) => sum + each, 0));
}

/** For eyes alone: a screen reader gets the summary, and the table below. */
function picture(timeline: Timeline, clockFace: ClockFace): Html {
	const { rows } = timeline;
	const summary = rows.map((row) => `${rowTitle(row)}: ${rowState(row, clockFace)}`).join('; ');
	return html`<figure role="img" aria-label="${l10n.t('The route over time. {0}', summary)}">
<div class="timeline">
<ol class="lanes" role="presentation">${rows.map((row) => label(row, clockFace))}</ol>
${timelinePlot(timeline, clockFace)}
</div>
${legend(rows)}
</figure>`;
}

/** Shapes and not only colors tell the states apart. */
const signs: Readonly<Record<Lane['state'] | Pause['for'], string>> = {
	running: '…',
	answered: '✓',
	failed: '✕',
	stopped: '⊘',
	'sent-back': '↩',
	wait: '◷',
	billing: '?',
	'side-effect': '?',
	refused: '?',
	'hand-off': '?',
};

function label(row: Lane | Pause, clockFace: ClockFace): Html {
	const sign = signs[row.type === 'attempt' ? row.state : row.for];
	return html`<li data-state="${row.type === 'attempt' ? row.state : 'pause'}">
<div class="who"><span class="sign">${sign}</span> <strong>${row.type === 'attempt' ? nameOf(row) : rowTitle(row)}</strong> <span class="model">${modelOf(row)}</span></div>
<div class="facts">${factsOf(row, clockFace)}</div>
</li>`;
}

function legend(rows: readonly (Lane | Pause)[]): Html {
	const lanes = rows.filter((row): row is Lane => row.type === 'attempt');
	const entries: readonly (readonly [name: string, words: string, shown: boolean])[] = [
		['first', l10n.t('until the first output'), lanes.some(({ firstOutput }) => firstOutput !== null)],
		['cooldown', l10n.t('left alone from here on'), lanes.some(({ backAt }) => backAt !== null)],
		['work', l10n.t('hands its work on'), lanes.some(({ goesOnFrom }) => goesOnFrom !== null)],
		['pause', l10n.t('nobody works'), rows.length > lanes.length],
	];
	const shown = entries.filter(([, , isShown]) => isShown);
	return shown.length === 0
		? nothing
		: html`<ul class="legend" role="presentation">${shown.map(([name, words]) => html`<li><span data-key="${name}"></span> ${words}</li>`)}</ul>`;
}

function table({ rows }: Timeline, clockFace: ClockFace): Html {
	const titles = [
		l10n.t('Who'),
		l10n.t('Began after'),
		l10n.t('Took'),
		l10n.t('First output after'),
		l10n.t('How it went'),
		l10n.t('Tokens in'),
		l10n.t('Tokens out'),
		l10n.t('Cost'),
	];
	return html`<h2 id="steps">${l10n.t('Step by Step')}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="steps"><table>
<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow(row, clockFace))}</tbody>
</table></div>`;
}

function tableRow(row: Lane | Pause, clockFace: ClockFace): Html {
	const lane = row.type === 'attempt' ? row : null;
	const { inputTokens = null, outputTokens = null } = lane?.usage ?? {};
	const firstOutput = lane?.firstOutput ?? null;
	const cells = [
		duration(row.from),
		duration(row.until - row.from),
		firstOutput === null ? '–' : duration(firstOutput - row.from),
		rowState(row, clockFace),
		inputTokens === null ? '–' : grouped(inputTokens),
		outputTokens === null ? '–' : grouped(outputTokens),
		lane === null ? '–' : costWords([lane]),
	];
	return html`<tr><th scope="row">${rowTitle(row)}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

/** The commands of ours that the page may run. */
export const timelineCommands = [
	'switchyard.showTimeline',
	'switchyard.explainRoute',
	'switchyard.replayRoute',
	'switchyard.showLog',
] as const;

function links({ route, end }: Timeline): Html {
	const given = [{ route }];
	return html`<nav aria-label="${l10n.t('More about this route')}">
${commandLink('switchyard.explainRoute', given, l10n.t('Why This Provider?'))}
${end === null ? nothing : commandLink('switchyard.replayRoute', given, l10n.t('Replay With Today’s Settings'))}
${commandLink('switchyard.showLog', given, l10n.t('Show Log'))}
</nav>`;
}
