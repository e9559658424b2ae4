import type { ToolCall } from '../core/conversation.ts';
import { applyEdit, parseEdits } from '../core/edits.ts';
import type { Failure } from '../core/failure.ts';
import { isAgent, type Kind, type Profile, type Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import type { Adapter, HandOff, OutputPart, PermissionQuestion, Usage } from '../providers/provider.ts';
import type { Transaction } from '../workspace/transaction.ts';
import type { Clock } from './clock.ts';
import { createLimits } from './limits.ts';
import { beginPlace, bug, drop, leftIn, type Place, type PlaceInput, type PlaceParts, upToDate } from './place.ts';
import type { Proposal } from './proposal.ts';

/** What an attempt is made with. */
export interface AttemptParts extends PlaceParts {
	readonly clock: Clock;
	/** Loads the way to drive a kind of provider. */
	adapter(kind: Kind): Promise<Adapter>;
	/** Reads a key at the moment it is needed; `null` when there is none. */
	readKey(provider: Provider, profile: Profile): Promise<string | null>;
	/** Cuts what is sent to what this provider has room for; left out: everything is sent. */
	prepare?(request: CodeRequest, provider: Provider, handOff: HandOff | null): Promise<CodeRequest>;
	readonly firstOutputMs: number;
	readonly idleMs: number;
}

export interface AttemptInput extends PlaceInput {
	readonly profile: Profile;
	/** The most tokens that the answer may have; `null`: not limited. */
	readonly maxOutputTokens: number | null;
	/** Whether what an agent did until this failure is kept for the next one. */
	keeps(failure: Failure): boolean;
	/** Aborted by the user: with the reason `'skipped'` to go on with the next provider, with any other to cancel. */
	readonly signal: AbortSignal;
	/** `tree`: the folder that the work is done in, absolute; `null` when there is none. */
	onPart(part: OutputPart, tree: string | null): void;
	onFirstOutput(afterMs: number): void;
	/** Whether an agent may do this; the user says. */
	permit(question: PermissionQuestion): Promise<boolean>;
}

export type AttemptResult =
	| {
			readonly ok: true;
			readonly text: string;
			readonly model: string | null;
			readonly usage: Usage | null;
			/** As in `Answer`. */
			readonly calls?: readonly ToolCall[];
			/** With a task that changes files; the owner ends it by `commit` or `rollback`. */
			readonly proposal: Proposal | null;
	  }
	| {
			readonly ok: false;
			readonly failure: Failure;
			/** What an agent left that is kept; whoever takes it ends it by `rollback`. */
			readonly left: Pick<Proposal, 'transaction' | 'changes'> | null;
	  };

/**
 * One try at one provider; never rejects. Owns the deadlines and the copy: a failure leaves no process and no timer behind, and no copy
 * but one whose work is kept.
 * A copy that can't be dropped is a failure of its own kind, which ends the route.
 */
export async function attempt(input: AttemptInput, parts: AttemptParts): Promise<AttemptResult> {
	const limits = createLimits(input.request.facts.deadline, parts, input.signal);
	const seen = { outside: false };
	const watching: AttemptInput = {
		...input,
		onPart(part, tree) {
			seen.outside ||= part.type === 'tool' && part.tool === 'outside';
			input.onPart(part, tree);
		},
	};
	const result = await within(watching, parts, limits);
	return result.ok || !seen.outside ? result : { ...result, failure: { ...result.failure, sideEffect: true } };
}

async function within(input: AttemptInput, parts: AttemptParts, limits: Limits): Promise<AttemptResult> {
	// What is thrown is a bug, and one failed attempt, not the end of the route; after a stop it is the stop's doing.
	const thrown = (error: unknown) => failed(limits.failure() ?? bug(error));
	try {
		const key = await parts.readKey(input.provider, input.profile);
		if (key === null && input.profile.key.from !== 'none') {
			return failed({ kind: 'unauthorized', message: 'no key is stored for this profile', neverSent: true });
		}
		const begun = await beginPlace(input, parts, limits.signal);
		if (!begun.ok) {
			return failed(limits.failure() ?? begun.failure);
		}
		const { transaction, handOff } = begun;
		const result = await run(input, parts, limits, { transaction, handOff }, key).catch(thrown);
		if (transaction === null || (result.ok && result.proposal !== null)) {
			return result;
		}
		if (!result.ok && isAgent(input.provider.kind) && input.keeps(result.failure)) {
			const left = await leftIn(transaction);
			if (left !== null) {
				return { ...result, left };
			}
		}
		const dropped = await drop(transaction);
		return dropped === null ? result : failed(dropped);
	} catch (error) {
		return thrown(error);
	} finally {
		limits.dispose();
	}
}

type Limits = ReturnType<typeof createLimits>;

async function run(
	input: AttemptInput,
	parts: AttemptParts,
	limits: Limits,
	{ transaction, handOff }: Place,
	key: string | null,
): Promise<AttemptResult> {
	const { provider, profile, maxOutputTokens } = input;
	const whole = await upToDate(input.request, provider, transaction, handOff);
	const adapter = await parts.adapter(provider.kind);
	const request = (await parts.prepare?.(whole, provider, handOff)) ?? whole;
	const early = limits.failure();
	if (early !== null) {
		return failed(early);
	}
	const startedAt = parts.clock.now();
	let seen = false;
	let ended = false;
	limits.start();
	const running = adapter.run(
		{
			request,
			provider,
			profile,
			key,
			maxOutputTokens,
			cwd: transaction?.cwd ?? null,
			files: transaction,
			handOff,
		},
		{
			signal: limits.signal,
			async permit(question) {
				limits.alive(true);
				const granted = !limits.signal.aborted && (await input.permit(question).catch(() => false));
				limits.alive(false);
				return granted;
			},
			asking(open) {
				if (!ended && !limits.signal.aborted) {
					limits.alive(open);
				}
			},
			output(part) {
				if (ended || limits.signal.aborted) {
					return;
				}
				limits.alive(part.type === 'tool' && part.tool === 'command');
				if (!seen) {
					seen = true;
					input.onFirstOutput(parts.clock.now() - startedAt);
				}
				input.onPart(part, transaction?.cwd ?? null);
			},
		},
	);
	const answer = await limits.ended(running).finally(() => {
		ended = true;
	});
	const stopped = limits.failure();
	if (stopped !== null) {
		return failed(stopped);
	}
	limits.finish();
	if (!answer.ok) {
		return failed(answer.failure);
	}
	const { text, model, usage, calls = [] } = answer;
	if (request.facts.task !== 'changes') {
		return text.trim() === '' && calls.length === 0
			? failed({ kind: 'bad-output', message: 'the answer is empty' })
			: { ok: true, text, model, usage, proposal: null, ...(calls.length === 0 ? {} : { calls }) };
	}
	if (transaction === null) {
		return failed({ kind: 'bug', message: 'a task that changes files ran without a copy' });
	}
	if (!isAgent(provider.kind)) {
		const failure = await applyEdits(text, transaction);
		if (failure !== null) {
			return failed(failure);
		}
	}
	const settled = await transaction.settle();
	if (!settled.ok) {
		return failed(settled.failure);
	}
	const changes = await transaction.changes();
	const late = limits.failure();
	if (late !== null) {
		return failed(late);
	}
	return changes.length === 0
		? failed({ kind: 'bad-output', message: 'it ended without changing any file' })
		: {
				ok: true,
				text,
				model,
				usage,
				proposal: { transaction, changes, stages: [{ provider: provider.id, changes }] },
			};
}

/** Brings an LLM's search/replace edits into the copy, all or none: the copy is dropped when one does not apply. */
async function applyEdits(answer: string, transaction: Transaction): Promise<Failure | null> {
	const parsed = parseEdits(answer);
	if (!parsed.ok) {
		return { kind: 'bad-output', message: parsed.message };
	}
	for (const [index, edit] of parsed.edits.entries()) {
		const number = `edit ${index + 1} of ${parsed.edits.length}`;
		const before = await transaction.read(edit.path);
		if (!before.ok) {
			return { kind: 'bad-output', message: `${number} names a path that may not be edited`, said: before.message };
		}
		const applied = applyEdit(before.text, edit);
		if (!applied.ok) {
			return { kind: 'bad-output', message: `${number} does not apply: ${applied.message}` };
		}
		const written = await transaction.write(edit.path, applied.text);
		if (!written.ok) {
			return { kind: 'bad-output', message: `${number} names a path that may not be edited`, said: written.message };
		}
	}
	return null;
}

function failed(failure: Failure): AttemptResult {
	return { ok: false, failure, left: null };
}
