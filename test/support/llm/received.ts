import type http from 'node:http';
import { anthropic } from './anthropic.ts';
import { chat } from './chat.ts';
import type { Asked, Dialect, DialectName } from './dialect.ts';
import { gemini } from './gemini.ts';
import { recordOf, stringOf } from './json.ts';
import { responses } from './responses.ts';

/** One request as the server got it. */
export interface Received {
	/** Counted from 0 over all requests. */
	readonly index: number;
	/** The scripted name in the path, or `''`. */
	readonly name: string;
	readonly method: string;
	/** As sent, with the query. */
	readonly path: string;
	readonly dialect: DialectName | null;
	readonly headers: http.IncomingHttpHeaders;
	/** Parsed when it is JSON, else the text. */
	readonly body: unknown;
	/** All text of the messages and of the system prompt, joined by newlines. */
	readonly prompt: string;
	/** Tool results since the last text of the user. */
	readonly toolResults: number;
	readonly tools: readonly string[];
	/** The folder that an agent CLI says it works in. */
	readonly workingDirectory: string | null;
	readonly stream: boolean;
	readonly model: string | null;
	/** Not part of the conversation: counting, listing, titles. Takes no scripted reply. */
	readonly side: boolean;
	readonly ended: 'replied' | 'client-closed' | 'cut' | 'open';
}

export const dialects: Readonly<Record<DialectName, Dialect>> = { chat, responses, anthropic, gemini };

export interface Reading {
	readonly received: Omit<Received, 'index' | 'ended'>;
	readonly asked: Asked | null;
}

export function readRequest(
	request: http.IncomingMessage,
	text: string,
	isScripted: (name: string) => boolean,
): Reading {
	const path = request.url ?? '/';
	const pathname = path.split('?', 1)[0] ?? path;
	const first = pathname.split('/')[1] ?? '';
	const dialect = request.method === 'POST' ? dialectOf(pathname) : null;
	const body = parsed(text);
	const asked = dialect === null ? null : dialects[dialect].asked(body);
	const prompt = asked?.texts.join('\n') ?? '';
	const workingDirectory = workingDirectoryIn(prompt);
	return {
		received: {
			name: isScripted(first) ? first : '',
			method: request.method ?? '',
			path,
			dialect,
			headers: request.headers,
			body,
			prompt,
			toolResults: asked?.toolResults ?? 0,
			tools: asked?.tools.map((tool) => tool.name) ?? [],
			workingDirectory,
			stream: recordOf(body)['stream'] === true || pathname.endsWith(':streamGenerateContent'),
			model: stringOf(recordOf(body)['model']) ?? /\/models\/([^:/]+):/.exec(pathname)?.[1] ?? null,
			side: asked === null || isAside(request.headers['user-agent'] ?? '', asked, workingDirectory),
		},
		asked,
	};
}

function dialectOf(pathname: string): DialectName | null {
	if (pathname.endsWith('/chat/completions')) {
		return 'chat';
	}
	if (pathname.endsWith('/responses')) {
		return 'responses';
	}
	if (/:(?:stream)?[gG]enerateContent$/.test(pathname)) {
		return 'gemini';
	}
	return pathname.endsWith('/messages') ? 'anthropic' : null;
}

/** As Claude Code, opencode, Gemini CLI and Qwen Code write it, and as Codex does. */
const directoryLine =
	/^ *(?:- )?\**(?:Primary working directory|Working directory|Workspace Directories|I'm currently working in the directory):\**\s*(?:- )?(\/.+)$|<cwd>([^<]+)<\/cwd>/m;

function workingDirectoryIn(prompt: string): string | null {
	const match = directoryLine.exec(prompt);
	return match?.[1]?.trim() ?? match?.[2] ?? null;
}

const agentPrograms = /^(?:claude-cli|codex|opencode|GeminiCLI|QwenCode)/;

/** The main conversation of an agent CLI has tools, or names its folder; its requests for titles and summaries neither. */
function isAside(userAgent: string, asked: Asked, workingDirectory: string | null): boolean {
	return agentPrograms.test(userAgent) && asked.tools.length === 0 && workingDirectory === null;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
