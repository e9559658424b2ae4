import type { FailureKind } from '../core/failure.ts';
import type { Transaction } from '../workspace/transaction.ts';
import type { Proposal, Stage } from './proposal.ts';

/** Unfinished work that lies in a tree of its own until the route is over. */
export interface Kept extends Stage {
	/** Which attempt left it, counted from 1. */
	readonly attempt: number;
	readonly stoppedBy: FailureKind;
	readonly transaction: Transaction;
	/** The work that it went on from itself. */
	readonly base: Kept | null;
}

/** The work and all that it rests on, the oldest first. */
export function chainOf(kept: Kept | null): readonly Kept[] {
	return kept === null ? [] : [...chainOf(kept.base), kept];
}

/** Drops these trees. Gives what went wrong, in words that may be logged. */
export async function dropKept(all: readonly Kept[]): Promise<readonly string[]> {
	const ends = await Promise.all(all.map(({ transaction }) => transaction.rollback().catch(unexpected)));
	return ends.flatMap((end) => (end.ok ? [] : [end.failure.message]));
}

/** An answer that rests on earlier work: its tree, and with it all the earlier ones, are dropped at once. */
export function restingOn(proposal: Proposal, base: Kept | null): Proposal {
	const earlier = chainOf(base);
	if (earlier.length === 0) {
		return proposal;
	}
	const { transaction, changes } = proposal;
	const stages = [...earlier.map(({ provider, changes: left }) => ({ provider, changes: left })), ...proposal.stages];
	return { changes, stages, transaction: withEarlier(transaction, earlier) };
}

/** Work that nobody could finish, for the user to look at. */
export function unfinished(kept: Kept): Proposal {
	const { transaction, changes, provider } = kept;
	return restingOn({ transaction, changes, stages: [{ provider, changes }] }, kept.base);
}

function withEarlier(own: Transaction, earlier: readonly Kept[]): Transaction {
	return {
		form: own.form,
		cwd: own.cwd,
		root: own.root,
		changes: () => own.changes(),
		write: (path, content) => own.write(path, content),
		read: (path) => own.read(path),
		adopt: (changes) => own.adopt(changes),
		settle: () => own.settle(),
		commit: (changes) => own.commit(changes),
		rollback: async () => {
			const ends = await Promise.all(
				[own, ...earlier.map(({ transaction }) => transaction)].map((each) => each.rollback()),
			);
			return ends.find((end) => !end.ok) ?? { ok: true };
		},
	};
}

function unexpected(error: unknown) {
	const name = error instanceof Error ? error.name : 'unknown';
	const message = `An isolated copy could not be removed (${name}).`;
	return { ok: false, failure: { kind: 'rollback-failed', message } } as const;
}
