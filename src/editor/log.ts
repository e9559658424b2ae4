import * as vscode from 'vscode';
import type { Journal } from '../router/journal.ts';
import { logLine } from './logLine.ts';
import type { ClockFace } from './views.ts';

/** Writes the journal to the output channel. Holds what events hold: no prompt, no code, no key. */
export function writeLog(
	journal: Journal,
	clockFace: ClockFace,
): { readonly channel: vscode.LogOutputChannel; dispose(): void } {
	const channel = vscode.window.createOutputChannel('Switchyard', { log: true });
	const stop = journal.read((event) => {
		const line = logLine(event, clockFace);
		if (line !== null) {
			channel[line.level](line.text);
		}
	});
	return {
		channel,
		dispose() {
			stop();
			channel.dispose();
		},
	};
}
