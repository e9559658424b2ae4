import type { Decision } from '../../src/core/decision.ts';
import type { LogHeader } from '../../src/core/exportedLog.ts';
import type { Decided, Difference, ReplayReport } from '../../src/core/replay.ts';

/** What a replay came to, in lines for people. */
export function reportText(header: LogHeader, report: ReplayReport): string {
	const { routes, skipped, decisions, differing, first } = report;
	const left = skipped === 0 ? '' : `, ${skipped} skipped because their beginning is not in the log`;
	return [
		`Written by version ${header.version} at ${header.exportedAt}: ${header.events} events.`,
		`${routes} routes replayed${left}; ${decisions} decisions compared.`,
		...(first === null
			? ['Every decision came out as it was recorded.']
			: [`${differing} of them differ. The first one:`, ...differenceLines(first)]),
	].join('\n');
}

/** The decisions of one route, a line each. */
export function routeText(decisions: readonly Decided[]): string {
	return decisions.map(({ at, decision }) => `${timeOf(at)} ${decisionWords(decision)}`).join('\n');
}

function differenceLines(difference: Difference): readonly string[] {
	const { route, event, at } = difference;
	// The header is the first line of the file.
	const place = `route ${route}, event ${event} (line ${event + 1}), ${timeOf(at)}`;
	if (difference.what === 'order') {
		return [`  ${place}`, `  "${difference.type}" can't follow where the route is ${difference.after}`];
	}
	const { recorded, decided, paths } = difference;
	return [
		`  ${place}`,
		`  differs in: ${paths.join(', ')}`,
		`  recorded: ${JSON.stringify(recorded)}`,
		`  decided:  ${JSON.stringify(decided)}`,
	];
}

function decisionWords(decision: Decision): string {
	const passed = decision.passedOver.map(({ provider, reason }) => `${provider} ${reason}`).join(', ');
	return `${actWords(decision)}${passed === '' ? '' : ` | not asked: ${passed}`}`;
}

function actWords(decision: Decision): string {
	switch (decision.type) {
		case 'attempt':
			return `attempt: ${decision.provider}, profile ${decision.profile} (${decision.because})`;
		case 'wait':
			return `wait for ${decision.provider} until ${timeOf(decision.until)}`;
		case 'ask':
			return `ask the user about ${decision.question.about} with ${decision.provider}`;
		case 'stop':
			return `stop: ${decision.because}`;
	}
}

/** A log that was edited can hold a time that is none. */
function timeOf(at: number): string {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
