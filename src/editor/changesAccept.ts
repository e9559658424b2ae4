import * as vscode from 'vscode';
import { plainWords } from '../core/hiddenText.ts';
import type { ChangesAsks } from './changesAsks.ts';
import type { Conflicts } from './changesConflicts.ts';
import { changeOfParts } from './changesContent.ts';
import {
	isDecided,
	type Parts,
	wantedParts,
	type Wanted,
	withAccepted,
	withConflicts,
	without,
} from './changesState.ts';
import { fileUri, type OpenChanges } from './openChanges.ts';
import type { Verdict } from './review.ts';
import { spokenPart } from './spoken.ts';

/** Brings what is wanted of the changes into the user's files, all of that or none. */
export async function acceptChanges(
	open: OpenChanges,
	wanted: Wanted,
	asks: ChangesAsks,
	conflicts: Pick<Conflicts, 'merge'>,
): Promise<Verdict> {
	const chosen = wantedParts(open.state(), wanted);
	if (chosen.size === 0) {
		asks.nothingChecked();
		return 'undecided';
	}
	const unguarded = await askedForGuarded(open, chosen, asks);
	const allowed = unguarded === null ? null : await askedForHidden(open, unguarded, asks);
	if (allowed === null) {
		return 'undecided';
	}
	return (await saved(open, allowed, asks)) ? written(open, allowed, asks, conflicts) : 'conflict';
}

/** Without the guarded files, if the user says so; `null`: nothing at all. */
async function askedForGuarded(open: OpenChanges, chosen: Parts, asks: ChangesAsks): Promise<Parts | null> {
	const guarded = [...chosen.keys()].filter((path) => open.read.get(path)?.file.guarded === true);
	if (guarded.length === 0) {
		return chosen;
	}
	const others = without(chosen, guarded);
	const answer = await asks.guarded(guarded, others.size > 0);
	return answer === 'all' ? chosen : answer === 'others' && others.size > 0 ? others : null;
}

/** Without the files that would hide something from their reader, if the user says so; `null`: nothing at all. */
async function askedForHidden(open: OpenChanges, chosen: Parts, asks: ChangesAsks): Promise<Parts | null> {
	const hiding = [...chosen.keys()].flatMap((path) => {
		const hides = open.read.get(path)?.file.hides;
		return hides === undefined ? [] : [{ path, hides }];
	});
	if (hiding.length === 0) {
		return chosen;
	}
	const others = without(
		chosen,
		hiding.map(({ path }) => path),
	);
	const answer = await asks.hidden(hiding, others.size > 0);
	return answer === 'all' ? chosen : answer === 'others' && others.size > 0 ? others : null;
}

/** Whether none of these files has changes that are not saved, or has no longer. */
async function saved(open: OpenChanges, chosen: Parts, asks: ChangesAsks): Promise<boolean> {
	const paths = new Map([...chosen.keys()].map((path) => [fileUri(open, path).fsPath, path]));
	const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && paths.has(uri.fsPath));
	if (unsaved.length === 0) {
		return true;
	}
	if ((await asks.unsaved(unsaved.map(({ uri }) => paths.get(uri.fsPath) ?? ''))) === null) {
		return false;
	}
	const ends = await Promise.all(unsaved.map((document) => document.save()));
	return ends.every(Boolean);
}

async function written(
	open: OpenChanges,
	chosen: Parts,
	asks: ChangesAsks,
	conflicts: Pick<Conflicts, 'merge'>,
): Promise<Verdict> {
	const changes = open.state().flatMap((each) => {
		const read = open.read.get(each.file.path);
		const parts = chosen.get(each.file.path);
		return read === undefined || parts === undefined ? [] : [changeOfParts(read, each, parts)];
	});
	const commit = await open.proposal.transaction.commit(changes);
	if (commit.ok) {
		open.set(withAccepted(open.state(), chosen));
		tellMerged(commit.merged ?? []);
		if (isDecided(open.state())) {
			return 'accepted';
		}
		await open.reshow();
		return 'partly';
	}
	if (commit.reason === 'write-failed') {
		tellFailed(commit);
		return 'write-failed';
	}
	open.set(withConflicts(open.state(), chosen, commit.paths));
	const others = without(chosen, commit.paths);
	const answer = await asks.conflict(commit.paths, others.size > 0);
	let verdict: Verdict = 'conflict';
	if (answer !== null && others.size > 0) {
		verdict = await written(open, others, asks, conflicts);
	}
	const [first] = commit.paths;
	if (answer === 'merge' && first !== undefined && (verdict === 'partly' || others.size === 0)) {
		await conflicts.merge(first);
	}
	return isDecided(open.state()) ? 'accepted' : verdict;
}

/** What the user changed and what was accepted lie together in these files now. */
function tellMerged(paths: readonly string[]): void {
	if (paths.length > 0) {
		void vscode.window.showInformationMessage(
			vscode.l10n.t('Merged with what you changed meanwhile: {0}', plainWords(paths.join(', '))),
		);
	}
}

function tellFailed({ message, paths }: { readonly message: string; readonly paths: readonly string[] }): void {
	void vscode.window.showErrorMessage(
		paths.length === 0
			? vscode.l10n.t('Writing the changes failed: {0}. Your files are as they were.', spokenPart(message))
			: vscode.l10n.t(
					'Writing the changes failed: {0}. These files could not be put back: {1}',
					spokenPart(message),
					plainWords(paths.join(', ')),
				),
	);
}
