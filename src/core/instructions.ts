import { findingsForm } from './findings.ts';
import type { TestPlan } from './testPlan.ts';

/** What commands say to a provider. In English whatever the user reads: models are trained on it most. */
export const instructions = {
	explain: 'Explain this code.',
	optimize:
		'Make this code faster or lighter without changing what it does or its interface. Change nothing that gains nothing.',
	document:
		'Write the documentation comments that this code lacks, in the form and style that are usual in its language and in this file. Keep the code itself exactly as it is.',
	review:
		'Review this code as a careful colleague would: errors, cases that are not handled, misleading names, needless complexity, missing tests. Leave matters of taste and formatting out.',
	securityAudit:
		'Look for ways in which this code can be abused: injection, missing checks of rights, secrets in code, unsafe deserialisation, path traversal, server-side requests, weak cryptography, races, denial of service. Name the weakness (CWE) where one fits, who could use it, and how.',
} as const;

/** What is said beside a command's own instruction, by a keybinding or another extension. */
export function withMore(instruction: string, more: string | undefined): string {
	return more === undefined || more === '' ? instruction : `${instruction}\n${more}`;
}

/** `wanted`: in the user's words; may be empty. */
export function refactorInstruction(wanted: string): string {
	const aim = wanted === '' ? 'Make it easier to read and to change.' : wanted;
	return `Refactor this code without changing what it does. ${aim}`;
}

/** A problem as the editor knows it. */
export interface Problem {
	/** Counted from 1. */
	readonly line: number;
	/** The text of that line. */
	readonly text: string;
	readonly message: string;
	/** Who says so, and its name: `ts`, `2339`. */
	readonly from: readonly string[];
}

export function fixInstruction(problems: readonly Problem[]): string {
	const list = problems.map(({ line, text, message, from }) => {
		const by = from.length === 0 ? '' : ` (${from.join(' ')})`;
		return `- line ${line}, \`${text.trim()}\`: ${message}${by}`;
	});
	return ['Fix these problems by their cause, and change nothing else. Do not silence them.', ...list].join('\n');
}

/** What a list of findings is asked about: a file or a part of it, or what is not committed yet. */
export function findingsInstruction(command: 'review' | 'securityAudit', about: 'file' | 'changes'): string {
	const given =
		about === 'file'
			? 'The file is given with the number of each line before it.'
			: 'The files are given as changes that are not committed yet, with the number that each line has now. Judge the changes, not the code around them.';
	return [instructions[command], given, findingsForm].join('\n\n');
}

export function testsInstruction(file: string, { framework, because, testFile, exists, neighbour }: TestPlan): string {
	return [
		`Write tests for ${file}: for the selected part of it, or for all of it if nothing is selected.`,
		framework === null
			? 'Use the test framework that is usual for this language.'
			: `Use ${framework}, as ${because ?? file} says.`,
		exists
			? `Add them to ${testFile}, which is there already; leave the tests in it as they are.`
			: `Put them into the new file ${testFile}.`,
		...(neighbour === null ? [] : [`Follow the style of ${neighbour}.`]),
		'Test what the code is to do, its edges and its errors. Do not change the code itself.',
	].join('\n');
}
