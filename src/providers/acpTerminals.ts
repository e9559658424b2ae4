import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { placeIn } from './acpPermission.ts';
import { lastOf, settled, type StartedProcess, startProcess } from './acpProcess.ts';
import { fieldsOf, numberIn, textIn } from './dialects/verdict.ts';

export interface TerminalsInput {
	/** The folder that the agent works in, absolute and real. */
	readonly tree: string;
	/** That of the agent. */
	readonly environment: Readonly<Record<string, string>>;
	readonly marker: string;
	/** A command has written something. */
	onActivity(): void;
}

/** The commands that an agent has its client run. Each throws what the agent is told. */
export interface Terminals {
	create(params: unknown): Promise<{ readonly terminalId: string }>;
	output(params: unknown): unknown;
	waitForExit(params: unknown): Promise<unknown>;
	kill(params: unknown): Promise<unknown>;
	release(params: unknown): Promise<unknown>;
	/** Ends all of them; resolves to how many processes could not be ended. No new one starts after that. */
	end(): Promise<number>;
}

interface Terminal {
	readonly process: StartedProcess;
	readonly output: ReturnType<typeof lastOf>;
}

/** Of what a command writes, in bytes: the most that is kept, whatever an agent asks for. */
const mostOutput = 1024 * 1024;

/** Milliseconds. */
const drainMs = 200;

export function createTerminals(input: TerminalsInput): Terminals {
	const { tree, environment, marker } = input;
	const terminals = new Map<string, Terminal>();
	const starting = new Set<Promise<unknown>>();
	let count = 0;
	let over = false;

	const found = (params: unknown): Terminal => {
		const terminal = terminals.get(textIn(fieldsOf(params)['terminalId']));
		if (terminal === undefined) {
			throw new Error('There is no such terminal.');
		}
		return terminal;
	};

	async function start(params: unknown): Promise<{ readonly terminalId: string }> {
		const { command, args, env, cwd, outputByteLimit } = fieldsOf(params);
		const terminalId = `terminal-${++count}`;
		const place = await folderIn(tree, textIn(cwd));
		const own = Object.fromEntries(
			listOf(env).map((variable) => [textIn(fieldsOf(variable)['name']), textIn(fieldsOf(variable)['value'])]),
		);
		const begun = await startProcess({
			...programOf(textIn(command), listOf(args).map(textIn)),
			cwd: place,
			// A mark of its own, so that its end is not that of the agent.
			environment: { ...environment, ...own, [marker]: `${environment[marker] ?? ''}-${terminalId}` },
			marker,
			stdin: 'ignore',
		});
		if (!begun.ok) {
			throw new Error('The command cannot be started.');
		}
		const { started } = begun;
		const most = Math.min(Math.max(numberIn(outputByteLimit) ?? mostOutput, 1), mostOutput);
		const output = lastOf([started.stdout, started.stderr], most, () => input.onActivity());
		terminals.set(terminalId, { process: started, output });
		return { terminalId };
	}

	return {
		async create(params) {
			if (over) {
				throw new Error('The run is over.');
			}
			const started = start(params);
			starting.add(started);
			return started.finally(() => starting.delete(started));
		},
		output(params) {
			const { output, process } = found(params);
			const exitStatus = process.ended();
			return { output: output.text(), truncated: output.isCut(), ...(exitStatus === null ? {} : { exitStatus }) };
		},
		async waitForExit(params) {
			const { output, process } = found(params);
			const exit = await process.exit;
			// What it wrote last may still be on its way; what it left behind can hold the pipes open for ever.
			await settled(output.whole, drainMs);
			return exit;
		},
		async kill(params) {
			await found(params).process.tree.end('SIGTERM');
			return {};
		},
		async release(params) {
			const terminal = found(params);
			terminals.delete(textIn(fieldsOf(params)['terminalId']));
			await terminal.process.tree.end(null);
			return {};
		},
		async end() {
			over = true;
			await Promise.allSettled(starting);
			const all = [...terminals.values()].map(async ({ process }) => {
				const left = await process.tree.end(null);
				if (left.length > 0) {
					process.abandon();
				}
				return left.length;
			});
			return (await Promise.all(all)).reduce((sum, left) => sum + left, 0);
		},
	};
}

/** Agents give a command and its arguments, or one line for a shell. */
function programOf(command: string, parameters: readonly string[]) {
	return parameters.length === 0 && /\s/.test(command)
		? { program: '/bin/sh', arguments: ['-c', command] }
		: { program: command, arguments: parameters };
}

async function folderIn(tree: string, asked: string): Promise<string> {
	const folder = await realpath(resolve(tree, asked)).catch(() => null);
	if (folder === null || placeIn(tree, folder) === null) {
		throw new Error('The folder of a command must lie in the working folder.');
	}
	return folder;
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
