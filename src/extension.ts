import * as vscode from 'vscode';
import { guardAnswers, type MarkdownParser } from './editor/answerMarkdown.ts';
import { commandIds } from './editor/commandIds.ts';
import { isAnswerDocument } from './editor/documents.ts';
import { lateHandlers, registerCommands } from './editor/handlers.ts';
import { registerChat } from './editor/lateChat.ts';
import { once } from './late.ts';

/** What VS Code's Markdown preview takes from an extension. */
interface MarkdownExtension {
	readonly extendMarkdownIt: <T extends MarkdownParser>(parser: T) => T;
}

/** What VS Code waits for before the window goes. */
let leave: (() => Promise<void>) | null = null;

/**
 * Registers what VS Code can call, which costs next to nothing, and has the rest loaded as soon as VS Code is done with
 * this activation. Whoever calls before waits for that.
 */
export function activate(context: vscode.ExtensionContext): MarkdownExtension {
	/** Who can answer may be others than before. */
	const answerers = new vscode.EventEmitter<void>();
	const open = once(async () => {
		const { openWindow } = await import('./window.ts');
		const window = openWindow(context, () => {
			answerers.fire();
		});
		leave = window.close;
		return window;
	});
	const soon = setTimeout(() => void open(), 0);
	context.subscriptions.push(
		answerers,
		registerCommands(lateHandlers(commandIds, async () => (await open()).handlers)),
		registerChat(async () => (await open()).chat(), {
			offered: async () => (await open()).offered(),
			changed: answerers.event,
		}),
		vscode.Disposable.from({
			dispose() {
				clearTimeout(soon);
			},
		}),
	);
	return { extendMarkdownIt: (parser) => guardAnswers(parser, isAnswerDocument) };
}

/** VS Code waits for this: every process is ended, every copy dropped and all that was learnt written before the window goes. */
export async function deactivate(): Promise<void> {
	await leave?.();
	leave = null;
}
