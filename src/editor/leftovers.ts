import { readdir } from 'node:fs/promises';
import type { Failure } from '../core/failure.ts';
import type { Proposal } from '../router/proposal.ts';
import type { Leftover, Leftovers } from '../workspace/leftovers.ts';

export interface LeftoverParts {
	readonly workspace: Leftovers;
	/** Ends what agents of dead windows still run. */
	endOrphans(): Promise<unknown>;
	/** A notification with these offers; `undefined` when it was closed. */
	ask(message: string, ...offers: readonly string[]): Thenable<string | undefined>;
	/** Shows the changes for the user to accept or discard; drops the copy then. */
	review(proposal: Proposal, title: string): Promise<void>;
	/** Whether a folder is open in this window; the work of others is theirs to look at. */
	isOpen(folder: string): boolean;
	tell(message: string): void;
}

/** Whether there is any copy at all, of whatever window: as long as there is none, nothing has to be loaded. */
export async function anyCopies(storage: string): Promise<boolean> {
	const names = await readdir(storage).catch(() => []);
	return names.some((name) => name.startsWith('copy-'));
}

const offers = { review: 'Review', remove: 'Remove', later: 'Later' } as const;

/**
 * Offers what windows left behind when they were killed. Nothing is deleted unless the user says so: closing the
 * notification leaves everything as it is until the next start. A copy that was never completed holds no work; it can
 * only be removed.
 */
export async function offerLeftovers(parts: LeftoverParts): Promise<void> {
	const found = await parts.workspace.leftovers();
	const mine = found.filter(({ owner }) => owner === null || parts.isOpen(owner.folder));
	if (mine.length === 0) {
		return;
	}
	await parts.endOrphans();
	const complete = mine.filter((leftover) => leftover.complete);
	const places = mine.length === 1 ? '1 copy' : `${mine.length} copies`;
	const what = complete.length === 0 ? `${places} that never got complete` : `unfinished work in ${places}`;
	const offered = complete.length === 0 ? [offers.remove, offers.later] : [offers.review, offers.remove, offers.later];
	const chosen = await parts.ask(`Switchyard found ${what} of an earlier session.`, ...offered);
	if (chosen === offers.review) {
		for (const leftover of complete) {
			await reviewOne(leftover, parts);
		}
	} else if (chosen === offers.remove) {
		await removeAll(mine, parts);
	}
}

async function reviewOne(leftover: Leftover, parts: LeftoverParts): Promise<void> {
	const opened = await parts.workspace.reopen(leftover);
	if (!opened.ok) {
		parts.tell(told(opened.failure));
		return;
	}
	const { transaction } = opened;
	const changes = await transaction.changes();
	if (changes.length === 0) {
		const dropped = await transaction.rollback();
		parts.tell(dropped.ok ? 'The work of an earlier session had changed no file.' : told(dropped.failure));
		return;
	}
	const stages = [{ provider: 'an earlier session', changes }];
	await parts.review({ transaction, changes, stages }, 'Unfinished Work');
}

async function removeAll(leftovers: readonly Leftover[], parts: LeftoverParts): Promise<void> {
	for (const leftover of leftovers) {
		const failure = await parts.workspace.remove(leftover);
		if (failure !== null) {
			parts.tell(told(failure));
		}
	}
}

function told({ message, said }: Failure): string {
	return said === undefined ? message : `${message} ${said}`;
}
