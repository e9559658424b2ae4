import * as l10n from '@vscode/l10n';
import type { FailureKind } from '../core/failure.ts';
import type { Metrics } from '../core/metrics.ts';
import { dollars, duration, grouped, percent } from './figures.ts';
import { commandLink, html, type Html, nothing } from './html.ts';
import type { ClockFace } from './views.ts';
import { causeWords, withReturn } from './words.ts';

/** Whose counts are shown: of all windows of this machine, or of this one. */
export type Scope = 'all' | 'window';

/** One provider with its figures. */
export interface StatisticsRow {
	readonly provider: string;
	/** Whether the settings name it. */
	readonly configured: boolean;
	readonly metrics: Metrics;
	/** Why it is left alone just now, and until when, milliseconds since the epoch; `until` is `null` where time does not end it. */
	readonly cooling: { readonly reason: FailureKind; readonly until: number | null } | null;
	/** How long it was left alone so far, in milliseconds; `null`: not known for this scope. */
	readonly cooledMs: number | null;
}

export interface StatisticsSource {
	readonly scope: Scope;
	readonly rows: readonly StatisticsRow[];
	/** When counting began, milliseconds since the epoch; `null`: not known. */
	readonly since: number | null;
}

/** The commands of ours that the page may run. */
export const statisticsCommands = [
	'switchyard.showStatistics',
	'switchyard.resetStatistics',
	'switchyard.showRoutes',
] as const;

/** The page "Statistics": what became of the attempts at each provider. */
export function statisticsPage(source: StatisticsSource, clockFace: ClockFace): Html {
	const { scope, rows } = source;
	const asked = rows.some(({ metrics }) => metrics.attempts > 0);
	return html`<main>
<h1>${l10n.t('Statistics')}</h1>
<p class="lead">${l10n.t('None of this leaves this machine.')} ${sinceWords(source, clockFace)}</p>
<nav class="scopes" aria-label="${l10n.t('Whose requests are counted')}">${commandLink('switchyard.showStatistics', ['all'], l10n.t('All Windows'), scope === 'all')}${commandLink('switchyard.showStatistics', ['window'], l10n.t('This Window'), scope === 'window')}</nav>
${asked ? figures(rows) : html`<p>${scope === 'all' ? l10n.t('Nothing was asked yet.') : l10n.t('Nothing was asked in this window yet.')}</p>`}
${rows.length === 0 ? nothing : table(source, clockFace)}
<p class="note">${l10n.t('Times are those of the latest 20 answers of each provider. What you cancelled counts neither as an answer nor as a failure. Passed on is what somebody else took over after a failure.')}</p>
<nav aria-label="${l10n.t('Actions')}">${commandLink('switchyard.showRoutes', [], l10n.t('Show Routes'))} ${commandLink('switchyard.resetStatistics', [], l10n.t('Reset Statistics…'))}</nav>
</main>`;
}

function sinceWords({ since, rows }: StatisticsSource, clockFace: ClockFace): string {
	return since === null || rows.every(({ metrics }) => metrics.attempts === 0)
		? ''
		: l10n.t('Counted since {0}.', clockFace(since));
}

const sumOf = (rows: readonly StatisticsRow[], pick: (metrics: Metrics) => number | null): number | null => {
	const known = rows.flatMap(({ metrics }) => pick(metrics) ?? []);
	return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
};

function figures(rows: readonly StatisticsRow[]): Html {
	const answers = sumOf(rows, ({ successes }) => successes) ?? 0;
	const failures = sumOf(rows, ({ failures: count }) => count) ?? 0;
	const told: readonly (readonly [name: string, value: string])[] = [
		[l10n.t('Answers'), grouped(answers)],
		[l10n.t('Failures'), grouped(failures)],
		[l10n.t('Failovers'), grouped(sumOf(rows, ({ takeovers }) => takeovers) ?? 0)],
		[l10n.t('Tokens in'), amount(sumOf(rows, ({ inputTokens }) => inputTokens))],
		[l10n.t('Tokens out'), amount(sumOf(rows, ({ outputTokens }) => outputTokens))],
		[l10n.t('Cost'), cost(sumOf(rows, ({ cost: each }) => each))],
	];
	return html`<dl class="figures">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function table({ scope, rows }: StatisticsSource, clockFace: ClockFace): Html {
	const median = l10n.t('median, 95 % within');
	const titles: readonly (readonly [title: string, below?: string])[] = [
		[l10n.t('Provider')],
		[l10n.t('Success')],
		[l10n.t('Took over')],
		[l10n.t('Passed on')],
		[l10n.t('First output'), median],
		[l10n.t('Whole answer'), median],
		[l10n.t('Tokens in')],
		[l10n.t('Tokens out')],
		[l10n.t('Cost')],
		...(scope === 'window' ? [[l10n.t('Left alone for')] as const] : []),
		[l10n.t('Latest failure')],
	];
	return html`<h2 id="providers">${l10n.t('By Provider')}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="providers"><table>
<thead><tr>${titles.map(([title, below]) => html`<th scope="col">${title}${below === undefined ? nothing : html`<small>${below}</small>`}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow(row, scope, clockFace))}</tbody>
</table></div>`;
}

function tableRow(row: StatisticsRow, scope: Scope, clockFace: ClockFace): Html {
	const { provider, metrics, cooledMs } = row;
	const { takeovers, spillovers, firstOutputMs, tookMs, inputTokens, outputTokens } = metrics;
	const cells: readonly Html[] = [
		success(metrics),
		html`${grouped(takeovers)}`,
		html`${grouped(spillovers)}`,
		times(firstOutputMs),
		times(tookMs),
		html`${amount(inputTokens)}`,
		html`${amount(outputTokens)}`,
		html`${cost(metrics.cost)}`,
		...(scope === 'window' ? [html`${cooledMs === null || cooledMs === 0 ? '–' : duration(cooledMs)}`] : []),
		latestFailure(metrics, clockFace),
	];
	return html`<tr><th scope="row">${provider}<small>${stateOf(row, clockFace)}</small></th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

function stateOf({ configured, cooling, metrics }: StatisticsRow, clockFace: ClockFace): string {
	if (!configured) {
		return l10n.t('no longer in your settings');
	}
	if (cooling !== null) {
		return withReturn(causeWords[cooling.reason](), cooling.until === null ? null : clockFace(cooling.until));
	}
	return metrics.attempts === 0 ? l10n.t('not asked yet') : '';
}

/** Its rate as a number and as a bar, with what it rests on. */
function success({ successRate, successes, failures }: Metrics): Html {
	if (successRate === null) {
		return html`–`;
	}
	const part = `${(successRate * 100).toFixed(1)}%`;
	const all = successes + failures;
	return html`${percent(successRate)}<small>${l10n.t('{0} of {1}', grouped(successes), grouped(all))}</small><svg class="rate" width="72" height="6" aria-hidden="true" focusable="false"><rect width="100%" height="6" rx="3"/><rect class="good" width="${part}" height="6" rx="3"/></svg>`;
}

/** The median, and what nineteen of twenty stayed within. */
function times({ p50, p95 }: Metrics['tookMs']): Html {
	return p50 === null || p95 === null ? html`–` : html`${duration(p50)}<small>${duration(p95)}</small>`;
}

function latestFailure({ lastFailure, failedFor }: Metrics, clockFace: ClockFace): Html {
	if (lastFailure === null) {
		return html`${failedFor[0] === undefined ? '–' : causeWords[failedFor[0].kind]()}`;
	}
	return html`${causeWords[lastFailure.kind]()}<small>${clockFace(lastFailure.at)}</small>`;
}

function amount(count: number | null): string {
	return count === null ? '–' : grouped(count);
}

function cost(sum: number | null): string {
	return sum === null ? '–' : dollars(sum);
}
