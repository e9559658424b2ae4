import type { Capability, Need } from '../core/request.ts';

/** A slash command of the chat participant whose answer is text. */
export interface ChatCommand {
	/** What the request is called in the log and the views, as the command of the palette is. */
	readonly command: string;
	readonly needs: readonly Need[];
	/** Sent before what the user typed, or alone where that is nothing. For a model, in English. */
	readonly task: string;
	/** Whether it is about code: without an attachment it takes what is selected, or the document in the active editor. */
	readonly aboutCode: boolean;
}

const need = (capability: Capability, score = 1): Need => ({ capability, score });

/** By the name that is typed after the slash. A test compares them with the manifest. */
export const chatCommands: Readonly<Record<string, ChatCommand>> = {
	generate: {
		command: 'generate',
		needs: [need('code-generation')],
		task: 'Write the code that is asked for.',
		aboutCode: false,
	},
	edit: {
		command: 'edit',
		needs: [need('refactoring'), need('code-generation', 0.5)],
		task: 'Change the code as asked, and show the changed code.',
		aboutCode: true,
	},
	fix: {
		command: 'fix',
		needs: [need('debugging'), need('code-generation', 0.5)],
		task: 'Find what is wrong with the code and show how to fix it.',
		aboutCode: true,
	},
	refactor: {
		command: 'refactor',
		needs: [need('refactoring')],
		task: 'Improve the structure of the code without changing what it does.',
		aboutCode: true,
	},
	optimize: {
		command: 'optimize',
		needs: [need('performance')],
		task: 'Make the code faster or thriftier without changing what it does, and say why it is.',
		aboutCode: true,
	},
	document: {
		command: 'document',
		needs: [need('documentation')],
		task: 'Write the documentation of the code.',
		aboutCode: true,
	},
	tests: {
		command: 'writeTests',
		needs: [need('testing'), need('code-generation', 0.5)],
		task: 'Write tests for the code.',
		aboutCode: true,
	},
	explain: { command: 'explain', needs: [need('explanation')], task: 'Explain the code.', aboutCode: true },
	review: {
		command: 'review',
		needs: [need('code-review')],
		task: 'Review the code: name each problem with its place, the worst first.',
		aboutCode: true,
	},
	security: {
		command: 'securityAudit',
		needs: [need('security-audit')],
		task: 'Look for security problems in the code: name each with its place and how bad it is.',
		aboutCode: true,
	},
};

/** The slash commands that do something else: a task for an agent, the answer of the next provider, why this one. */
export const otherChatCommands = ['delegate', 'next', 'why'] as const;

/** Of a command, by the name that is typed; `null`: there is none of this name, or it is one of the others. */
export function chatCommand(name: string | undefined): ChatCommand | null {
	return name !== undefined && Object.hasOwn(chatCommands, name) ? (chatCommands[name] ?? null) : null;
}

/** What a model is asked: the task of the command, then the user's own words. */
export function instructionOf(command: ChatCommand | null, words: string): string {
	return command === null ? words : words === '' ? command.task : `${command.task}\n\n${words}`;
}
