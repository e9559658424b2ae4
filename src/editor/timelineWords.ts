import * as l10n from '@vscode/l10n';
import { dollars, duration } from './figures.ts';
import { spokenPart } from './spoken.ts';
import type { Lane, Pause, Timeline } from './timelineModel.ts';
import type { ClockFace } from './views.ts';
import { about, causeWords, stopWords, toolCalls, withReturn } from './words.ts';

/** What the page is headed with: who answered, who is at it, or why nobody did. */
export function headlineOf({ end, rows }: Timeline): string {
	if (end === null) {
		const last = rows.at(-1);
		return last?.type === 'attempt' && last.state === 'running'
			? l10n.t('{0} is at it', last.provider)
			: l10n.t('Choosing who is asked');
	}
	if ('answeredBy' in end) {
		return l10n.t('{0} answered', end.answeredBy);
	}
	const words = stopWords[end.because]();
	return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** The provider, with its profile where it has several. */
export function nameOf({ provider, profile }: Lane): string {
	return profile === null ? provider : l10n.t('{0} ({1})', provider, profile);
}

export function modelOf(row: Lane | Pause): string {
	return row.type === 'attempt' ? (row.model ?? '') : '';
}

/** What a row is about. */
export function rowTitle(row: Lane | Pause): string {
	if (row.type === 'attempt') {
		return l10n.t('{0}. {1}', row.attempt, nameOf(row));
	}
	return row.for === 'wait' ? l10n.t('Wait for {0}', row.provider) : l10n.t('Question to you about {0}', row.provider);
}

/** How a row went, in a sentence part. */
export function rowState(row: Lane | Pause, clockFace: ClockFace): string {
	if (row.type === 'pause') {
		return pauseState(row, clockFace);
	}
	const { failure, goesOnFrom, tools } = row;
	const parts = [
		stateWords(row, clockFace),
		failure === null || row.state === 'stopped' ? '' : spokenPart(failure.message),
		goesOnFrom === null ? '' : workWords(goesOnFrom),
		tools === 0 ? '' : toolCalls(tools),
	];
	return parts.filter((part) => part !== '').join(' · ');
}

/** What stands below the name of a row: how long it took, and how it went in a few words. */
export function factsOf(row: Lane | Pause, clockFace: ClockFace): string {
	const took = duration(row.until - row.from);
	if (row.type === 'pause') {
		return `${took} · ${pauseState(row, clockFace)}`;
	}
	const parts = [took, stateWords(row, clockFace), row.goesOnFrom === null ? '' : workWords(row.goesOnFrom)];
	return parts.filter((part) => part !== '').join(' · ');
}

function stateWords({ state, failure, backAt }: Lane, clockFace: ClockFace): string {
	switch (state) {
		case 'running':
			return l10n.t('at work');
		case 'answered':
			return l10n.t('answered');
		case 'sent-back':
			return l10n.t('sent back by you');
		case 'failed':
		case 'stopped':
			return withReturn(causeWords[failure?.kind ?? 'unknown'](), backAt === null ? null : clockFace(backAt));
	}
}

function workWords({ provider, files }: NonNullable<Lane['goesOnFrom']>): string {
	return files === 1
		? l10n.t('goes on from {0}, 1 file', provider)
		: l10n.t('goes on from {0}, {1} files', provider, files);
}

function pauseState({ for: why, planned, granted }: Pause, clockFace: ClockFace): string {
	const said = granted === null ? l10n.t('no answer yet') : granted ? l10n.t('you said yes') : l10n.t('you said no');
	switch (why) {
		case 'wait':
			return planned === null ? l10n.t('waits') : l10n.t('waits until {0}', clockFace(planned));
		case 'billing':
			return about(l10n.t('it is paid for otherwise than the first choice'), said);
		case 'side-effect':
			return about(l10n.t('the one before did something that can’t be taken back'), said);
		case 'refused':
			return about(l10n.t('the one before declined'), said);
		case 'hand-off':
			return about(l10n.t('the one before left unfinished work'), said);
	}
}

/** What attempts cost, as far as it is known; where all that is known is nothing, nothing is said. */
export function costWords(lanes: readonly Lane[]): string {
	const known = lanes.flatMap(({ cost }) => cost ?? []);
	const ended = lanes.filter(({ state }) => state !== 'running').length;
	const sum = known.reduce((total, cost) => total + cost, 0);
	if (known.length === 0 || (known.length < ended && sum === 0)) {
		return '–';
	}
	return known.length < ended ? l10n.t('at least {0}', dollars(sum)) : dollars(sum);
}
