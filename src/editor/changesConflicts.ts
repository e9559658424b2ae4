import * as vscode from 'vscode';
import { plainWords } from '../core/hiddenText.ts';
import type { ChangesAsks } from './changesAsks.ts';
import { changeOfParts, type Shown, shown, stateOnDisk } from './changesContent.ts';
import {
	type FileInReview,
	isDecided,
	openParts,
	partsOf,
	withAccepted,
	withConflicts,
	withDeclined,
} from './changesState.ts';
import { type AnswerDocuments, answerUri, closeTabs } from './documents.ts';
import { mergesFrom, openMergeEditor } from './mergeEditor.ts';
import { fileUri, type OpenChanges } from './openChanges.ts';

/** How the user settles what both changed. Nothing of the user's is overwritten without the user's own word. */
export interface Conflicts {
	/** Whether the merge editor can bring both versions of a file together: all of them are texts. */
	canMerge(file: string): boolean;
	/** Opens the merge editor. The file is settled when the user has completed the merge. */
	merge(file: string): Promise<void>;
	/** The user's own version stays. */
	keepMine(file: string): void;
	/** The answer's version takes the place of the user's. */
	takeTheirs(file: string): Promise<void>;
	/** Closes what was opened. */
	close(): Promise<void>;
}

export interface ConflictsParts {
	readonly documents: AnswerDocuments;
	readonly asks: ChangesAsks;
	/** Nothing is left to decide. */
	decided(): void;
}

export function createConflicts(open: OpenChanges, parts: ConflictsParts): Conflicts {
	const { documents, asks } = parts;
	/** The merges that are under way, by path: what the user's file was when each began. */
	const merging = new Map<string, Shown>();
	const uri = (side: string, file: string) => answerUri(open.route, side, file);
	const fileOf = (file: string) => open.state().find((each) => each.file.path === file) ?? null;
	const settle = (state: ReturnType<OpenChanges['state']>) => {
		open.set(state);
		if (isDecided(state)) {
			parts.decided();
		}
	};
	/** The parts of a file that are meant when it is brought together with the user's version. */
	const partsIn = (each: FileInReview) => each.conflict ?? new Set(openParts(each));
	const changeOf = (each: FileInReview) => {
		const read = open.read.get(each.file.path);
		return read === undefined ? null : changeOfParts(read, each, partsIn(each));
	};
	const drop = (file: string) => {
		merging.delete(file);
		for (const side of sides) {
			documents.drop(uri(side, file));
		}
	};
	/** A merge whose result is in the user's file is complete; one that was left changes nothing. */
	const ended = async (file: string) => {
		const before = merging.get(file);
		const each = fileOf(file);
		drop(file);
		const now = await onDisk(open, file);
		if (each !== null && before !== undefined && now !== null && now.text !== before.text) {
			settle(withAccepted(open.state(), new Map([[file, partsIn(each)]])));
		}
	};
	const closing = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
		for (const file of merging.keys()) {
			if (closed.some((tab) => mergesFrom(tab, uri('merge-base', file)))) {
				void ended(file);
			}
		}
	});
	const canMerge = (file: string) => {
		const read = open.read.get(file);
		return read?.before.side?.type === 'text' && read.after.side?.type === 'text';
	};
	return {
		canMerge,
		async merge(file) {
			const each = fileOf(file);
			const change = each === null ? null : changeOf(each);
			const mine = await onDisk(open, file);
			if (each === null || change === null || !canMerge(file) || mine?.side?.type !== 'text') {
				void vscode.commands.executeCommand('switchyard.changes.focus');
				return;
			}
			const contents = [await shown(change.before), await shown(change.after), mine];
			for (const [index, side] of sides.entries()) {
				documents.set(uri(side, file), contents[index]?.text ?? '');
			}
			merging.set(file, mine);
			await openMergeEditor({
				base: uri('merge-base', file),
				theirs: {
					uri: uri('merge-theirs', file),
					title: vscode.l10n.t('Answer'),
					description: each.file.authors.join(', '),
				},
				ours: {
					uri: uri('merge-ours', file),
					title: vscode.l10n.t('Yours'),
					description: vscode.l10n.t('changed meanwhile'),
				},
				output: fileUri(open, file),
			});
		},
		keepMine(file) {
			if (fileOf(file) !== null) {
				settle(withDeclined(open.state(), file));
			}
		},
		async takeTheirs(file) {
			const each = fileOf(file);
			const change = open.read.get(file)?.change;
			if (each === null || change === undefined || (await asks.overwrite(file)) === null) {
				return;
			}
			const now = await stateOnDisk(fileUri(open, file).fsPath);
			const commit = now === 'other' ? null : await open.proposal.transaction.commit([{ ...change, before: now }]);
			if (commit?.ok === true) {
				settle(withAccepted(open.state(), new Map([[file, new Set(partsOf(each.file))]])));
				return;
			}
			open.set(withConflicts(open.state(), new Map([[file, partsIn(each)]]), [file]));
			void vscode.window.showErrorMessage(
				vscode.l10n.t('{0} could not be written. Your version is as it was.', plainWords(file)),
			);
		},
		async close() {
			closing.dispose();
			const files = [...merging.keys()];
			merging.clear();
			await closeTabs((tab) => files.some((file) => mergesFrom(tab, uri('merge-base', file))));
			files.forEach(drop);
		},
	};
}

/** The documents of a merge, in the order base, theirs, ours. */
const sides = ['merge-base', 'merge-theirs', 'merge-ours'] as const;

/** The user's file as it is saved; `null` for what can't be read as a file. */
async function onDisk(open: OpenChanges, file: string): Promise<Shown | null> {
	const state = await stateOnDisk(fileUri(open, file).fsPath);
	return state === 'other' ? null : shown(state);
}
