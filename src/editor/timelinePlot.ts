import * as l10n from '@vscode/l10n';
import { duration } from './figures.ts';
import { html, type Html, nothing } from './html.ts';
import type { Lane, Pause, Timeline } from './timelineModel.ts';
import type { ClockFace } from './views.ts';

// Heights in pixels, as in media/page.css; what lies along the time is in parts of the width, so that the picture fits any.
const axisHeight = 28;
const rowHeight = 52;
const barHeight = 18;
const barTop = (rowHeight - barHeight) / 2;

/** The bars of a timeline over its axis, as an SVG that is as wide as there is room. */
export function timelinePlot({ rows, lastsMs, startedAt }: Timeline, clockFace: ClockFace): Html {
	const span = Math.max(1, lastsMs);
	const height = axisHeight + rows.length * rowHeight;
	return html`<svg class="plot" width="100%" height="${height}" aria-hidden="true" focusable="false">
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2.5" height="6"/></pattern></defs>
${rows.map((_, place) => rowLine(axisHeight + place * rowHeight))}
${ticksOf(span).map((ms) => tick(ms, span, height))}
${rows.map((row, place) => connection(rows, row, place, span))}
${rows.map((row, place) => (row.type === 'attempt' ? bar(row, place, { span, startedAt, clockFace }) : pauseBar(row, place, span)))}
</svg>`;
}

const steps = [
	...[50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000],
	...[60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000],
];

/** The times at which the axis has a line, in milliseconds; seven at most, for a day and less. */
export function ticksOf(span: number): readonly number[] {
	const step = steps.find((each) => span / each <= 6) ?? Math.ceil(span / 6);
	return Array.from({ length: Math.floor(span / step) + 1 }, (_, place) => place * step);
}

/** A place along the time, as a part of the width with room for what stands out at the ends. */
function along(ms: number, span: number): string {
	return `${(1 + (ms / span) * 97).toFixed(2)}%`;
}

function width(ms: number, span: number): string {
	return `${((Math.max(0, ms) / span) * 97).toFixed(2)}%`;
}

function tick(ms: number, span: number, height: number): Html {
	const x = along(ms, span);
	// The words at the right end would not fit there.
	const anchor = ms === 0 ? 'start' : ms / span > 0.93 ? 'end' : 'middle';
	return html`<line class="tick" x1="${x}" x2="${x}" y1="${axisHeight - 6}" y2="${height}"/><text class="axis" x="${x}" y="14" text-anchor="${anchor}">${tickWords(ms)}</text>`;
}

/** `0`, `500 ms`, `2 s`, `1 min 30 s`: whole numbers alone. */
function tickWords(ms: number): string {
	return ms === 0 ? '0' : duration(ms).replace(/\.0(?=\D)/, '');
}

/** The same line as in the names beside the picture. */
function rowLine(y: number): Html {
	return html`<line class="tick" x1="-12" x2="100%" y1="${y + 0.5}" y2="${y + 0.5}"/>`;
}

const top = (place: number) => axisHeight + place * rowHeight + barTop;

interface Scale {
	/** How long the picture is, in milliseconds. */
	readonly span: number;
	/** Milliseconds since the epoch. */
	readonly startedAt: number;
	readonly clockFace: ClockFace;
}

function bar(lane: Lane, place: number, { span, startedAt, clockFace }: Scale): Html {
	const { from, until, firstOutput, state, backAt } = lane;
	const y = top(place);
	const box = (start: number, end: number, name: string) =>
		html`<rect class="${name}" data-state="${state}" x="${along(start, span)}" y="${y}" width="${width(end - start, span)}" height="${barHeight}" rx="3"/>`;
	// Too short an attempt would not be seen: its line stays.
	const edge = html`<line class="edge" data-state="${state}" x1="${along(from, span)}" x2="${along(from, span)}" y1="${y}" y2="${y + barHeight}"/>`;
	const first =
		firstOutput === null
			? nothing
			: html`<line class="first" x1="${along(firstOutput, span)}" x2="${along(firstOutput, span)}" y1="${y - 4}" y2="${y + barHeight + 4}"/>`;
	return html`${box(from, until, 'bar')}${firstOutput === null ? nothing : box(from, firstOutput, 'before')}${state === 'failed' ? box(from, until, 'hatched') : nothing}${edge}${first}${backAt === null ? nothing : cooldown(until, backAt - startedAt, l10n.t('back {0}', clockFace(backAt)), y + barHeight / 2, span)}`;
}

/** From the failure until its end, or that of the picture, which comes first for most. All times since the beginning. */
function cooldown(from: number, until: number, words: string, y: number, span: number): Html {
	const end = along(Math.max(from, Math.min(until, span)), span);
	// Beside a short line the words would stand over the bar.
	const isShort = (Math.min(until, span) - from) / span < 0.25;
	const note = html`<text class="note" x="${end}" y="${y - 6}" text-anchor="end">${words}</text>`;
	return html`<line class="cooldown" x1="${along(from, span)}" x2="${end}" y1="${y}" y2="${y}"/>${isShort ? nothing : note}`;
}

function pauseBar({ from, until }: Pause, place: number, span: number): Html {
	return html`<rect class="pause" x="${along(from, span)}" y="${top(place) + 3}" width="${width(until - from, span)}" height="${barHeight - 6}" rx="3"/>`;
}

/** From where one ended down to where the next began: thick, and with an arrow, where work was handed on. */
function connection(rows: readonly (Lane | Pause)[], row: Lane | Pause, place: number, span: number): Html {
	const work = row.type === 'attempt' ? row.goesOnFrom : null;
	const source =
		work === null ? place - 1 : rows.findIndex((each) => each.type === 'attempt' && each.attempt === work.attempt);
	if (source < 0 || source >= place) {
		return nothing;
	}
	const [from, x] = [along(rows[source]?.until ?? 0, span), along(row.from, span)];
	const [y1, y2] = [top(source) + barHeight / 2, top(place)];
	const name = work === null ? 'next' : 'work';
	const arrow = html`<svg class="arrow" x="${x}" y="${y2 - 7}" width="1" height="1"><path d="M-5 0 L5 0 L0 7 Z"/></svg>`;
	return html`<line class="${name}" x1="${from}" x2="${x}" y1="${y1}" y2="${y1}"/><line class="${name}" x1="${x}" x2="${x}" y1="${y1}" y2="${y2}"/>${work === null ? nothing : arrow}`;
}
