import type { ToolCall } from '../core/conversation.ts';
import type { Failure } from '../core/failure.ts';
import type { Profile, Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';

/** What one run may use. */
export interface RunInput {
	readonly request: CodeRequest;
	readonly provider: Provider;
	readonly profile: Profile;
	/** The key of the profile, or `null` when it needs none. Lives for this run only. */
	readonly key: string | null;
	/** The most tokens that the answer may have; `null`: as many as the provider gives by itself. */
	readonly maxOutputTokens: number | null;
	/** The tree an agent works in; `null` for an LLM. */
	readonly cwd: string | null;
	/** The files of that tree, for an agent that asks its client to read and write them; `null` without a tree. */
	readonly files: AgentFiles | null;
	/** What was done before by somebody who could not finish, and lies in the tree; `null`: nothing. */
	readonly handOff: HandOff | null;
}

/** Paths are relative to `cwd`, with forward slashes. What leads out of it, into `.git` or through a link is refused. */
export interface AgentFiles {
	/** `text: null`: there is no such file. */
	read(
		path: string,
	): Promise<{ readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly message: string }>;
	write(
		path: string,
		content: string,
	): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
}

/** An honest account of unfinished work, for whoever goes on from it. */
export interface HandOff {
	/** Who did it, in order. */
	readonly by: readonly { readonly provider: string; readonly stoppedBy: string }[];
	readonly files: readonly { readonly path: string; readonly what: 'added' | 'changed' | 'deleted' }[];
	/** A unified diff of the work so far, cut to a length; an empty string when none can be shown. */
	readonly diff: string;
}

/** A piece of a running answer, as it arrives. Each one proves that the provider is alive. */
export type OutputPart =
	| { readonly type: 'text'; readonly text: string }
	/** Thinking, a heartbeat, a tool's result: alive, nothing to show. */
	| { readonly type: 'activity' }
	/**
	 * A tool call of an agent; `outside`: at a server that can do anything, out of the copy too. `detail` may hold the
	 * user's words and is never logged.
	 */
	| { readonly type: 'tool'; readonly tool: ToolKind; readonly detail: string }
	/** What has been used so far, as far as the agent tells before its end. */
	| { readonly type: 'usage'; readonly usage: Usage };

export type ToolKind = 'edit' | 'command' | 'outside' | 'other';

/** Something an agent asks leave for while it runs. Holds the user's paths and commands: never logged. */
export interface PermissionQuestion {
	readonly tool: ToolKind;
	/** For people, as the agent says it. */
	readonly title: string;
	/** Relative to the tree, with forward slashes; empty when none is named. */
	readonly paths: readonly string[];
}

export interface RunIo {
	/** Aborted by a cancel, a deadline or the next provider. `run` then ends soon and leaves nothing running. */
	readonly signal: AbortSignal;
	output(part: OutputPart): void;
	/** Asks the user; no deadline for silence runs meanwhile. Resolves to `false` when nobody answers. Never rejects. */
	permit(question: PermissionQuestion): Promise<boolean>;
	/** Somebody else, VS Code for one, begins or ends asking the user: no deadline for silence runs meanwhile. */
	asking?(open: boolean): void;
}

export interface Usage {
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	/** US dollars, when the provider reports it. */
	readonly cost: number | null;
}

export type Answer =
	| {
			readonly ok: true;
			/** The whole text; what was streamed, joined. */
			readonly text: string;
			/** The model that answered, as the provider reports it. */
			readonly model: string | null;
			readonly usage: Usage | null;
			/** What the model wants done with the tools of the conversation, in order; left out: nothing. `text` may then be empty. */
			readonly calls?: readonly ToolCall[];
	  }
	| { readonly ok: false; readonly failure: Failure };

/** Whether a provider could be asked now, found out without a paid request. */
export type Readiness =
	| { readonly ready: true; readonly version: string | null }
	| {
			readonly ready: false;
			readonly reason: 'not-installed' | 'not-logged-in' | 'too-old' | 'unreachable' | 'no-key';
			readonly message: string;
	  };

/** One way of getting code. SDK errors, statuses and exit codes end here: the rest of the program sees a `Failure`. */
export interface Adapter {
	/** Never rejects. */
	check(provider: Provider): Promise<Readiness>;
	/**
	 * Makes one try. Never rejects and never retries. Resolves only when nothing it started is left: no process, no
	 * socket, no timer. After an abort the answer is a failure of any kind; the caller knows why it aborted.
	 */
	run(input: RunInput, io: RunIo): Promise<Answer>;
}
