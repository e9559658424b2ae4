import * as l10n from '@vscode/l10n';
import type { Failure } from '../core/failure.ts';
import { plainWords } from '../core/hiddenText.ts';
import type { Proposal } from '../router/proposal.ts';
import type { InPlaceWorkspace, UnfinishedWork } from '../workspace/inPlace.ts';
import { spoken } from './spoken.ts';

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
					l10n.t(
						'An agent was interrupted while it worked in {0} itself. Restore the folder as it was before? What the agent did, and what changed since, is shown for review and can be accepted.',
						plainWords(work.folder),
					),
					l10n.t('Restore the Folder'),
				]
			: [
					l10n.t(
						'Switchyard found changes of an earlier session for {0} that wait for your word.',
						plainWords(work.folder),
					),
					l10n.t('Review'),
				];
		if ((await parts.ask(message, offer, l10n.t('Later'))) === offer) {
			await parts.endOrphans();
			await takeUp(work, parts);
		}
	}
}

async function takeUp(work: UnfinishedWork, parts: InterruptedParts): Promise<void> {
	const transaction = await parts.workspace.reopen(work);
	if (transaction === null) {
		parts.tell(l10n.t('Another window takes care of it already.'));
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
			{ transaction, changes, stages: [{ provider: l10n.t('an earlier session'), changes }] },
			l10n.t('Unfinished Work'),
		);
		return;
	}
	const dropped = await transaction.rollback();
	parts.tell(dropped.ok ? l10n.t('The folder is as it was before.') : told(dropped.failure));
}

function told({ message, said }: Failure): string {
	return said === undefined ? spoken(message) : `${spoken(message)} ${said}`;
}
