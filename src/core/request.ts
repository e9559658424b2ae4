/** What a request can need and a provider can offer. The last two are efforts rather than kinds of work. */
export const capabilities = [
	'code-generation',
	'code-review',
	'architecture',
	'testing',
	'refactoring',
	'documentation',
	'explanation',
	'security-audit',
	'performance',
	'debugging',
	'deep-thinking',
	'fast-thinking',
] as const;
export type Capability = (typeof capabilities)[number];

/** How far code may travel, nearest first. */
export const reaches = ['sovereign', 'private', 'standard'] as const;
export type Reach = (typeof reaches)[number];

/** What an answer costs, cheapest first. */
export const billings = ['free', 'subscription', 'metered'] as const;
export type Billing = (typeof billings)[number];

/**
 * What comes back: `text` is prose to read, `code` replaces a range of one document, `changes` touches any number of
 * files of the folder. Only `changes` may edit files, and always in a tree of its own.
 */
export type Task = 'text' | 'code' | 'changes';

/** A capability the request needs, with how sure the recognition is, from 0 to 1. */
export interface Need {
	readonly capability: Capability;
	readonly score: number;
}

/** From what a request's needs were recognised. `text`: the words of the prompt; the others: what the editor knows. */
export type Evidence =
	| 'command'
	| 'directive'
	| 'text'
	| 'language'
	| 'selection'
	| 'diagnostics'
	| 'test-file'
	| 'diff';

/** How the needs came about, for whoever asks why. */
export interface Recognised {
	readonly from: readonly Evidence[];
	/** Whether the likeliest kind of work was likely enough to route by it. */
	readonly sure: boolean;
	/** Everything that may be meant, the likeliest first; also when nothing was sure enough. */
	readonly candidates: readonly Need[];
}

/** What a request may cost and how long it may take to begin; `null`: no limit. */
export interface RequestLimits {
	/** US dollars for the whole route, failed attempts included. */
	readonly cost: number | null;
	/** Milliseconds that a provider may be expected to take until its first output. */
	readonly firstOutputMs: number | null;
}

/** A provider's keyword that stands in the prompt. */
export interface KeywordMatch {
	readonly provider: string;
	/** Its place in the provider's `keywords`. */
	readonly keyword: number;
}

/** Everything about a request that may be logged. Routing sees only this. */
export interface RequestFacts {
	readonly id: string;
	/** The command that asked, without its prefix: `generate`, `delegate`. */
	readonly command: string;
	readonly task: Task;
	/** Empty when nothing was recognised. */
	readonly needs: readonly Need[];
	readonly recognised: Recognised;
	/** The furthest that this request may travel. */
	readonly reach: Reach;
	/** The dearest billing that this request may use. */
	readonly billing: Billing;
	/** Length of what is sent, in characters. The text itself is never here. */
	readonly promptCharacters: number;
	/** Estimated tokens of what is sent plus the expected answer. */
	readonly contextTokens: number;
	/** The part of them that is kept free for the answer. */
	readonly answerTokens: number;
	readonly limits: RequestLimits;
	/** Whether the folder can be given to an agent as an isolated copy. */
	readonly isolation: 'available' | 'no-folder' | 'no-git';
	/** Milliseconds since the epoch at which the whole route ends, answered or not. */
	readonly deadline: number;
	/** The provider the user picked for this request; the only one that is considered. */
	readonly pinned: string | null;
	/** Providers that the user named in the prompt, in that order: they come before all others. */
	readonly preferred: readonly string[];
	/** What the user asked to be asked: an LLM, an agent, or whichever is best. */
	readonly kind: 'any' | 'llm' | 'agent';
	/** The user's own keywords that stand in the prompt: whose, and which of that provider's. Never their text. */
	readonly keywords: readonly KeywordMatch[];
	/** Providers that the user or an earlier route of the same question has excluded. */
	readonly excluded: readonly string[];
	/** The route whose answer the user sent back, when this one goes on from it. */
	readonly continues: string | null;
	/** The dearest billing that the routes before it have used; `null` without any. Going beyond it needs consent. */
	readonly setOut: Billing | null;
	/** Feeds every choice that involves chance, so that a replay repeats it. */
	readonly seed: number;
}

/** A file that goes with the request. */
export interface Attachment {
	/** Relative to the folder, with forward slashes. */
	readonly path: string;
	readonly language: string;
	readonly text: string;
}

/** What is asked. Never logged, never in an event. */
export interface Payload {
	readonly instruction: string;
	/** The document the request is about. `selection` is what an answer of task `code` replaces; empty at a cursor. */
	readonly focus: {
		readonly path: string;
		readonly language: string;
		readonly before: string;
		readonly selection: string;
		readonly after: string;
	} | null;
	readonly attachments: readonly Attachment[];
	/** Paths of the folder, for a provider that can't look around by itself. */
	readonly paths: readonly string[];
}

export interface CodeRequest {
	readonly facts: RequestFacts;
	readonly payload: Payload;
}

/** Whether code that travels as far as `actual` stays within `allowed`. */
export function staysWithin(actual: Reach, allowed: Reach): boolean {
	return reaches.indexOf(actual) <= reaches.indexOf(allowed);
}

/** Whether `actual` costs no more than `allowed`. */
export function isNoDearer(actual: Billing, allowed: Billing): boolean {
	return billings.indexOf(actual) <= billings.indexOf(allowed);
}
