import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Tool, ToolCall } from './dialect.ts';
import type { CallReply } from './reply.ts';

/**
 * The calls that carry out `reply` with the tools an agent offers; `null` when it offers none that can. `folder` is where
 * the agent works.
 */
export function callsFor(reply: CallReply, tools: readonly Tool[], folder: string | null): readonly ToolCall[] | null {
	return reply.type === 'shell'
		? shellCalls(reply.command, tools)
		: writeCalls(path.resolve(folder ?? '/', reply.path), reply.content, tools);
}

type Input = ToolCall['input'];

const shells: Readonly<Record<string, (command: string) => Input>> = {
	Bash: (command) => ({ command, description: 'Run a command' }),
	exec_command: (command) => ({ cmd: command }),
	shell_command: (command) => ({ command }),
	shell: (command) => ({ command: ['bash', '-lc', command] }),
	bash: (command) => ({ command, description: 'Run a command' }),
	run_shell_command: (command) => ({ command, description: 'Run a command', is_background: false }),
	run_commands: (command) => ({ commands: [command] }),
};

const writers: Readonly<Record<string, (file: string, content: string) => Input>> = {
	Write: (file, content) => ({ file_path: file, content }),
	write: (file, content) => ({ filePath: file, content }),
	write_file: (file, content) => ({ file_path: file, content }),
	create: (file, content) => ({ path: file, file_text: content }),
	editor: (file, content) => ({ path: file, new_text: content }),
};

function shellCalls(command: string, tools: readonly Tool[]): readonly ToolCall[] | null {
	for (const tool of tools) {
		const input = Object.hasOwn(shells, tool.name) ? shells[tool.name]?.(command) : undefined;
		if (input !== undefined) {
			return [{ tool, input }];
		}
	}
	return null;
}

function writeCalls(file: string, content: string, tools: readonly Tool[]): readonly ToolCall[] | null {
	for (const tool of tools) {
		const input = Object.hasOwn(writers, tool.name) ? writers[tool.name]?.(file, content) : undefined;
		if (input !== undefined && isContinue(tools)) {
			return [{ tool, input: { filepath: file, content } }];
		}
		if (input !== undefined) {
			return [...readFirst(file, tools), { tool, input }];
		}
	}
	const patchTool = tools.find((tool) => tool.name === 'apply_patch');
	if (patchTool !== undefined && isPatchable(content)) {
		const patch = patchOf(file, content);
		return [{ tool: patchTool, input: patchTool.custom ? patch : { input: patch } }];
	}
	return shellCalls(
		`mkdir -p ${quoted(path.dirname(file))} && printf '%s' ${quoted(content)} > ${quoted(file)}`,
		tools,
	);
}

/** Its tools are named as those of Claude Code are, and take their arguments under other names. */
function isContinue(tools: readonly Tool[]): boolean {
	return tools.some((tool) => tool.name === 'Checklist');
}

/** Claude Code does not overwrite a file that it has not read. */
function readFirst(file: string, tools: readonly Tool[]): readonly ToolCall[] {
	const reader = tools.find((tool) => tool.name === 'Read');
	return reader === undefined || !existsSync(file) ? [] : [{ tool: reader, input: { file_path: file } }];
}

/** A patch adds whole lines, at least one. */
function isPatchable(content: string): boolean {
	return content.endsWith('\n');
}

function patchOf(file: string, content: string): string {
	const lines = content.slice(0, -1).split('\n');
	return `*** Begin Patch\n*** Add File: ${file}\n${lines.map((line) => `+${line}\n`).join('')}*** End Patch\n`;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
