import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type ClientApp, client, RequestError } from '@agentclientprotocol/sdk';
import type { Permission } from '../core/agent.ts';
import { leaveFor, outcomeFor, placeIn, type Wish, wishOf, wishToWrite } from './acpPermission.ts';
import type { Terminals } from './acpTerminals.ts';
import { fieldsOf, numberIn, textIn } from './dialects/verdict.ts';
import type { AgentFiles, PermissionQuestion } from './provider.ts';

export interface ClientInput {
	/** The folder that the agent works in, absolute and real. */
	readonly tree: string;
	readonly permission: Permission;
	/** `null`: the agent is not offered to read and write through us. */
	readonly files: AgentFiles | null;
	/** `null`: the agent is not offered to run commands through us. */
	readonly terminals: Terminals | null;
	permit(question: PermissionQuestion): Promise<boolean>;
	/** The agent is at work: it asks for something. */
	onRequest(): void;
	/** A wish was not granted; `byUser`: the user said so, or nobody answered. */
	onDenied(wish: Wish, byUser: boolean): void;
	/** A file was written through us. */
	onWritten(path: string): void;
}

/** What answers the requests of one agent. */
export interface AcpClient {
	readonly app: ClientApp;
	/** Resolves when no file is being read or written any more. */
	idle(): Promise<void>;
}

/** Answers what an agent asks of its client: leave to do something, files, and commands. */
export function createClient(input: ClientInput): AcpClient {
	const { tree, permission, files, terminals } = input;
	/** What the user has been asked about in this run and allowed, so that a write does not ask a second time. */
	const granted = new Set<string>();
	const busy = new Set<Promise<unknown>>();

	async function isGranted(wish: Wish): Promise<boolean> {
		const leave = leaveFor(wish, permission);
		const { question } = wish;
		const isKnown = question.paths.length > 0 && question.paths.every((path) => granted.has(path));
		const isAllowed = leave === 'allow' || (leave === 'ask' && (isKnown || (await input.permit(question))));
		if (!isAllowed) {
			input.onDenied(wish, leave === 'ask');
		} else if (leave === 'ask' && question.tool === 'edit') {
			question.paths.forEach((path) => granted.add(path));
		}
		return isAllowed;
	}

	/** The tree may be gone soon after the run: nothing may still work in it. */
	async function kept<T>(work: Promise<T>): Promise<T> {
		busy.add(work);
		return work.finally(() => busy.delete(work));
	}

	async function read(params: unknown) {
		const { path, line, limit } = fieldsOf(params);
		const place = await fileIn(tree, textIn(path));
		const found = place === null ? null : await kept(Promise.resolve(files?.read(place)));
		if (found?.ok !== true) {
			throw RequestError.invalidParams({ path }, found?.message ?? outside);
		}
		if (found.text === null) {
			throw RequestError.resourceNotFound(textIn(path));
		}
		return { content: linesOf(found.text, numberIn(line), numberIn(limit)) };
	}

	async function write(params: unknown) {
		const { path, content } = fieldsOf(params);
		const place = await fileIn(tree, textIn(path));
		if (!(await isGranted(wishToWrite(place ?? '..', tree))) || place === null) {
			throw RequestError.invalidParams({ path }, place === null ? outside : 'It is not allowed.');
		}
		const written = await kept(Promise.resolve(files?.write(place, textIn(content))));
		if (written?.ok !== true) {
			throw RequestError.invalidParams({ path }, written?.message ?? outside);
		}
		input.onWritten(place);
		return {};
	}

	const app = client({ name: 'switchyard' });
	const serve = (method: string, answer: (params: unknown) => unknown) => {
		app.onRequest(method, asIs, ({ params }) => {
			input.onRequest();
			return answer(params);
		});
	};
	serve('session/request_permission', async (params) => {
		const { toolCall, options } = fieldsOf(params);
		const wish = await inReality(wishOf(toolCall, tree), tree);
		return outcomeFor(options, await isGranted(wish));
	});
	if (files !== null) {
		serve('fs/read_text_file', read);
		serve('fs/write_text_file', write);
	}
	if (terminals !== null) {
		serve('terminal/create', (params) => terminals.create(params));
		serve('terminal/output', (params) => terminals.output(params));
		serve('terminal/wait_for_exit', (params) => terminals.waitForExit(params));
		serve('terminal/kill', (params) => terminals.kill(params));
		serve('terminal/release', (params) => terminals.release(params));
	}
	return {
		app,
		async idle() {
			await Promise.allSettled(busy);
		},
	};
}

const outside = 'The path does not lie in the working folder.';

/** Agents leave out what the protocol demands, and add what it does not know. */
function asIs(params: unknown): unknown {
	return params;
}

/** A file of the tree, relative to it and through real folders; `null` when it lies elsewhere. */
async function fileIn(tree: string, path: string): Promise<string | null> {
	return placeIn(tree, await realPlace(resolve(tree, path)));
}

/** A wish with its paths as they really are: a link can lead anywhere. */
async function inReality(wish: Wish, tree: string): Promise<Wish> {
	const named = await Promise.all(wish.question.paths.map((path) => fileIn(tree, path)));
	const paths = [...new Set([...wish.question.paths, ...named.flatMap((path) => path ?? [])])];
	return { ...wish, question: { ...wish.question, paths }, leadsOut: wish.leadsOut || named.includes(null) };
}

/** Follows links in the folders that are there; what is not there yet stays as it is written. */
async function realPlace(path: string): Promise<string> {
	const found = await realpath(path).catch(() => null);
	const parent = dirname(path);
	return found ?? (parent === path ? path : join(await realPlace(parent), basename(path)));
}

/** The lines from `first`, which counts from 1; `null`: all. */
function linesOf(text: string, first: number | null, count: number | null): string {
	if (first === null && count === null) {
		return text;
	}
	const start = Math.max(0, (first ?? 1) - 1);
	const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	return lines.slice(start, count === null ? undefined : start + count).join('');
}
