import { type Conversation, conversationLength } from './conversation.ts';

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
	/** Estimated tokens of what can't be left out, plus the expected answer: who takes less than that is too small. */
	readonly contextTokens: number;
	/** Estimated tokens of what goes along as far as there is room for it. Left out: nothing. */
	readonly optionalTokens?: number;
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
	/** What the request is about: without it there is nothing to ask. */
	readonly needed?: true;
}

/** What else may help, and why it goes along. */
export type PieceKind =
	/** The user attached it. */
	| 'attached'
	/** What the editor has found wrong in the document, a line each. */
	| 'problems'
	/** The document in the active editor, around the cursor, where the question is not about a part of it. */
	| 'open'
	/** Where a name is defined that stands in what the question is about. */
	| 'definition'
	/** The type of such a name. */
	| 'type'
	/** The names that a long document defines, each with its line. */
	| 'outline'
	/** The test of the document, or what the document is the test of. */
	| 'neighbour';

/** A part of a file that goes along as far as there is room for it. */
export interface Piece {
	readonly kind: PieceKind;
	/** Relative to the folder, with forward slashes. */
	readonly path: string;
	readonly language: string;
	/** The lines of the file that it stands for, counted from 1. Of a piece that was cut the text holds the first of them. */
	readonly first: number;
	readonly last: number;
	readonly text: string;
	/** The name that is defined here, or the one it was reached from; `null` where it is about none. */
	readonly name: string | null;
}

/** Why something is not sent that could have been. */
export type NotSentReason =
	| 'secret'
	| 'ignored'
	| 'excluded'
	| 'outside'
	/** It is a link, or is reached through one: it could lie anywhere. */
	| 'link'
	| 'not-text'
	| 'too-large'
	| 'missing'
	/** It could not be told in time whether git ignores it. */
	| 'unknown';

export interface NotSent {
	/** Relative to the folder, with forward slashes; of a file elsewhere its name alone. */
	readonly path: string;
	readonly why: NotSentReason;
	/** Whether the user attached it. */
	readonly attached: boolean;
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
		/** The line of the document in which `before` begins, counted from 1, and how many lines the document has. */
		readonly firstLine?: number;
		readonly lineCount?: number;
	} | null;
	readonly attachments: readonly Attachment[];
	/** Paths of the folder, for a provider that can't look around by itself. */
	readonly paths: readonly string[];
	/** What else may help. Within a kind the first is worth most. */
	readonly pieces?: readonly Piece[];
	/** What was looked at and not taken. Sent to nobody: for the user who asks what was sent. */
	readonly notSent?: readonly NotSent[];
	/** Whether the language features of the editor were too slow to give all that they know. For the user too. */
	readonly incomplete?: boolean;
	/** Left out: nothing was said before. */
	readonly conversation?: Conversation;
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

/** Everything that could be sent, in characters. */
export function lengthOf(payload: Payload): number {
	const { instruction, focus, attachments, paths, pieces = [], conversation } = payload;
	const around = focus === null ? 0 : focus.before.length + focus.selection.length + focus.after.length;
	const sum = (values: readonly string[]) => values.reduce((length, value) => length + value.length, 0);
	const said = conversation === undefined ? 0 : conversationLength(conversation);
	return instruction.length + around + sum([...attachments, ...pieces].map(({ text }) => text)) + sum(paths) + said;
}
