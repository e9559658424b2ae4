import type { Change, Transaction } from '../workspace/transaction.ts';

/** Changes that wait for the user's word, in a copy that is still there. */
export interface Proposal {
	readonly transaction: Transaction;
	readonly changes: readonly Change[];
	/**
	 * Who left what, in order, each counted from the beginning: the last is who answered, with `changes`; those before it
	 * could not finish and were gone on from.
	 */
	readonly stages: readonly Stage[];
}

/** What lay in the tree when one provider ended. */
export interface Stage {
	readonly provider: string;
	readonly changes: readonly Change[];
}
