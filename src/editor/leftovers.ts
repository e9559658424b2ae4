import * as l10n from '@vscode/l10n';
import { readdir } from 'node:fs/promises';
import type { Failure } from '../core/failure.ts';
import type { Proposal } from '../router/proposal.ts';
import type { Leftover, Leftovers } from '../workspace/leftovers.ts';
import { spoken } from './spoken.ts';

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
	const [review, remove, later] = [l10n.t('Review'), l10n.t('Remove'), l10n.t('Later')];
	const offered = complete.length === 0 ? [remove, later] : [review, remove, later];
	const chosen = await parts.ask(foundText(mine.length, complete.length > 0), ...offered);
	if (chosen === review) {
		for (const leftover of complete) {
			await reviewOne(leftover, parts);
		}
	} else if (chosen === remove) {
		await removeAll(mine, parts);
	}
}

/** `work`: whether any of the copies got complete, so that there is work in it. */
function foundText(copies: number, work: boolean): string {
	if (work) {
		return copies === 1
			? l10n.t('Switchyard found unfinished work in 1 copy of an earlier session.')
			: l10n.t('Switchyard found unfinished work in {0} copies of an earlier session.', copies);
	}
	return copies === 1
		? l10n.t('Switchyard found 1 copy that never got complete of an earlier session.')
		: l10n.t('Switchyard found {0} copies that never got complete of an earlier session.', copies);
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
		parts.tell(dropped.ok ? l10n.t('The work of an earlier session had changed no file.') : told(dropped.failure));
		return;
	}
	const stages = [{ provider: l10n.t('an earlier session'), changes }];
	await parts.review({ transaction, changes, stages }, l10n.t('Unfinished Work'));
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
	return said === undefined ? spoken(message) : `${spoken(message)} ${said}`;
}
