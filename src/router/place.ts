import { posix, relative, sep } from 'node:path';
import type { Isolation } from '../core/agent.ts';
import { consequences, type Failure } from '../core/failure.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import type { HandOff } from '../providers/provider.ts';
import type { Change, Transaction, Workspace } from '../workspace/transaction.ts';
import { chainOf, type Kept } from './kept.ts';
import type { Proposal } from './proposal.ts';

/** What a tree is made with. */
export interface PlaceParts {
	readonly workspace: () => Promise<Workspace>;
	/** Tells of changes what the next one has to know. */
	describe(changes: readonly Change[]): Promise<Pick<HandOff, 'files' | 'diff'>>;
	/** The folder that agents get a copy of; `null` when none is open. */
	readonly folder: string | null;
}

export interface PlaceInput {
	readonly request: CodeRequest;
	readonly provider: Provider;
	/** Where the user wants this agent to work; `null`: as the folder is. */
	readonly isolation: Isolation | null;
	/** Unfinished work that it goes on from; `null`: it begins with the user's files as they are. */
	readonly base: Kept | null;
	/** The work of `base` does not fit the user's files any more: it begins with these. */
	onHandOffFailed(base: Kept): void;
}

/** The tree to work in, and what lies in it already. */
export interface Place {
	readonly transaction: Transaction | null;
	readonly handOff: HandOff | null;
}

type Begun = ({ readonly ok: true } & Place) | { readonly ok: false; readonly failure: Failure };

export async function beginPlace(input: PlaceInput, parts: PlaceParts, signal: AbortSignal): Promise<Begun> {
	const { request, provider, isolation, base } = input;
	if (!isAgent(provider.kind) && request.facts.task !== 'changes') {
		return { ok: true, transaction: null, handOff: null };
	}
	if (parts.folder === null) {
		return { ok: false, failure: { kind: 'no-snapshot', message: 'no folder is open' } };
	}
	const workspace = await parts.workspace();
	const begun = await workspace.begin(parts.folder, signal, isolation);
	if (!begun.ok || base === null) {
		return begun.ok ? { ...begun, handOff: null } : begun;
	}
	const { transaction } = begun;
	const adopted = await transaction.adopt(base.changes);
	if (!adopted.ok) {
		input.onHandOffFailed(base);
		return { ok: true, transaction, handOff: null };
	}
	const prefix = relative(transaction.root, parts.folder).split(sep).join('/');
	const seen = base.changes.map((change) => ({ ...change, path: seenFrom(prefix, change.path) }));
	const by = chainOf(base).map(({ provider: id, stoppedBy }) => ({
		provider: id,
		stoppedBy: consequences[stoppedBy].word,
	}));
	return { ok: true, transaction, handOff: { by, ...(await parts.describe(seen)) } };
}

/** A path below the top of the repository, as it is seen from the folder that was opened. */
function seenFrom(prefix: string, path: string): string {
	return prefix === '' ? path : posix.relative(prefix, path);
}

/** What an agent that failed has changed; `null` when that is nothing, or can't be told. */
export async function leftIn(transaction: Transaction): Promise<Pick<Proposal, 'transaction' | 'changes'> | null> {
	try {
		const settled = await transaction.settle();
		const changes = settled.ok ? await transaction.changes() : [];
		return changes.length === 0 ? null : { transaction, changes };
	} catch {
		return null;
	}
}

/** Of the files that an earlier provider changed, so many characters are shown to an LLM, which can't look by itself. */
const mostShown = 60_000;

/** An LLM sees the files as somebody else has left them: its edits are made to these. */
export async function upToDate(
	request: CodeRequest,
	provider: Provider,
	transaction: Transaction | null,
	handOff: HandOff | null,
): Promise<CodeRequest> {
	if (handOff === null || transaction === null || isAgent(provider.kind)) {
		return request;
	}
	const { facts, payload } = request;
	const attachments = await Promise.all(
		payload.attachments.map(async (file) => {
			const now = await transaction.read(file.path);
			return now.ok && now.text !== null ? { ...file, text: now.text } : file;
		}),
	);
	const known = new Set(attachments.map(({ path }) => path));
	let room = mostShown;
	for (const { path, what } of handOff.files) {
		const now = what === 'deleted' || known.has(path) ? null : await transaction.read(path);
		if (now?.ok === true && now.text !== null && now.text.length <= room) {
			room -= now.text.length;
			attachments.push({ path, language: '', text: now.text });
		}
	}
	return { facts, payload: { ...payload, attachments } };
}

/** Drops the copy; a failure when it may still be there, whatever the reason. */
export async function drop(transaction: Transaction): Promise<Failure | null> {
	try {
		const dropped = await transaction.rollback();
		return dropped.ok ? null : dropped.failure;
	} catch (error) {
		return { ...bug(error), kind: 'rollback-failed' };
	}
}

/** A thrown error as a failure: its class may be logged, its text not. */
export function bug(error: unknown): Failure {
	const thrown = error instanceof Error ? error : new Error(String(error));
	return { kind: 'bug', message: `an internal error (${thrown.name})`, said: thrown.stack ?? thrown.message };
}
