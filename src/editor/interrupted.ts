import type { Failure } from '../core/failure.ts';
import type { Proposal } from '../router/proposal.ts';
import type { InPlaceWorkspace, UnfinishedWork } from '../workspace/inPlace.ts';

export interface InterruptedParts {
	readonly workspace: Pick<InPlaceWorkspace, 'unfinished' | 'reopen'>;
	/** Ends what agents of dead windows still run: they would go on writing. */
	endOrphans(): Promise<unknown>;
	/** A notification with these offers; `undefined` when it was closed. */
	ask(message: string, ...offers: readonly string[]): Thenable<string | undefined>;
	/** Shows the changes for the user to accept or discard; drops the snapshot then. */
	review(proposal: Proposal, title: string): Promise<void>;
	/** Whether a folder is open in this window; the work of others is theirs to look at. */
	isOpen(folder: string): boolean;
	tell(message: string): void;
}

const offers = { restore: 'Restore the Folder', review: 'Review', later: 'Later' } as const;

/**
 * Offers what was left in folders themselves by windows that were killed: to put the folder back and then look at what the
 * agent did, or only to look, where it was put back already. Nothing is put back, and nothing dropped, unless the user says
 * so; until then no agent works in that folder.
 */
export async function offerInterrupted(parts: InterruptedParts): Promise<void> {
	const found = (await parts.workspace.unfinished()).filter(({ folder }) => parts.isOpen(folder));
	for (const work of found) {
		const [message, offer] = work.toRestore
			? [
					`An agent was interrupted while it worked in ${work.folder} itself. Restore the folder as it was before? What the agent did, and what changed since, is shown for review and can be accepted.`,
					offers.restore,
				]
			: [`Switchyard found changes of an earlier session for ${work.folder} that wait for your word.`, offers.review];
		if ((await parts.ask(message, offer, offers.later)) === offer) {
			await parts.endOrphans();
			await takeUp(work, parts);
		}
	}
}

async function takeUp(work: UnfinishedWork, parts: InterruptedParts): Promise<void> {
	const transaction = await parts.workspace.reopen(work);
	if (transaction === null) {
		parts.tell('Another window takes care of it already.');
		return;
	}
	const settled = await transaction.settle();
	if (!settled.ok) {
		parts.tell(told(settled.failure));
		return;
	}
	const changes = await transaction.changes();
	if (changes.length > 0) {
		await parts.review(
			{ transaction, changes, stages: [{ provider: 'an earlier session', changes }] },
			'Unfinished Work',
		);
		return;
	}
	const dropped = await transaction.rollback();
	parts.tell(dropped.ok ? 'The folder is as it was before.' : told(dropped.failure));
}

function told({ message, said }: Failure): string {
	return said === undefined ? message : `${message} ${said}`;
}
