import * as path from 'node:path';
import * as vscode from 'vscode';
import { plainWords } from '../core/hiddenText.ts';
import { withHunks } from '../core/hunks.ts';
import type { Proposal } from '../router/proposal.ts';
import { acceptChanges } from './changesAccept.ts';
import type { ChangesAsks } from './changesAsks.ts';
import { type Conflicts, createConflicts } from './changesConflicts.ts';
import { type ReadChange, readChanges } from './changesContent.ts';
import { acceptedFiles, begun, type ChangesState, openParts, withChecks } from './changesState.ts';
import type { ChangesView, ViewedChanges } from './changesView.ts';
import { type AnswerDocuments, answerUri, belongsTo, closeTabs, showsDocument, unusedName } from './documents.ts';
import { fileUri, type OpenChanges } from './openChanges.ts';
import type { Review } from './review.ts';
import { spoken } from './spoken.ts';

export interface ChangesReviewParts {
	readonly documents: AnswerDocuments;
	readonly view: ChangesView;
	readonly asks: ChangesAsks;
	/** Nothing is left to decide, by how the user settled the last conflict rather than by an `accept`. */
	decided(): void;
}

/** What is open of a review, with those who serve it. */
interface Opened extends OpenChanges {
	readonly viewed: ViewedChanges;
	readonly conflicts: Conflicts;
}

/**
 * Shows what a task changed: all of it in VS Code's diff over many files, and to choose from in the view "Changes". The
 * files themselves change only on `accept`.
 */
export function createChangesReview(route: string, title: string, parts: ChangesReviewParts): Review {
	const { documents, view, asks } = parts;
	let proposal: Proposal | null = null;
	let opened: Opened | null = null;
	let name = title;
	const isWhole = (tab: vscode.Tab) => opened !== null && showsChanges(tab, name);
	const shownBy = (tab: vscode.Tab) => isWhole(tab) || showsDocument(tab, (uri) => belongsTo(uri, route));
	const uri = (side: string, file: string) => answerUri(route, side, file);
	const reveal = async () => {
		if (opened === null) {
			return;
		}
		const open = opened;
		const waiting = open.state().filter((each) => openParts(each).length > 0);
		const resources = waiting.map(({ file }) => [
			fileUri(open, file.path),
			sideUri(open.read.get(file.path), 'before'),
			sideUri(open.read.get(file.path), 'after'),
		]);
		await vscode.commands.executeCommand('vscode.changes', name, resources);
		// Otherwise the next file that is opened would take its place.
		await vscode.commands.executeCommand('workbench.action.keepEditor');
	};
	const sideUri = (read: ReadChange | undefined, side: 'before' | 'after') =>
		read === undefined || read[side].text === null ? undefined : uri(side, read.file.path);
	/** What was accepted is no difference any more. */
	const serveAccepted = (state: ChangesState) => {
		for (const { file, accepted } of state) {
			const side = opened?.read.get(file.path)?.before.side;
			if (accepted.size > 0 && file.hunks !== null && side?.type === 'text') {
				const taken = file.hunks.flatMap(({ hunk }, part) => (accepted.has(part) ? [hunk] : []));
				documents.set(uri('before', file.path), withHunks(side.text, taken));
			}
		}
	};
	const opening = async (given: Proposal, label: string): Promise<Opened> => {
		const read = new Map((await readChanges(given)).map((each) => [each.file.path, each]));
		let state = begun([...read.values()].map(({ file }) => file));
		const open: OpenChanges = {
			route,
			label,
			proposal: given,
			read,
			state: () => state,
			set(now) {
				state = now;
				serveAccepted(now);
				view.refresh(viewed);
			},
			async reshow() {
				if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isWhole))) {
					await closeTabs(isWhole);
					await reveal();
				}
			},
		};
		const conflicts = createConflicts(open, parts);
		const viewed: ViewedChanges = {
			route,
			label,
			root: given.transaction.root,
			state: () => state,
			shownBy,
			check(paths, part, on) {
				open.set(withChecks(state, new Set(paths), part, on));
			},
			async open(file, lines) {
				const [left, right] = [uri('before', file), uri('after', file)];
				const options: vscode.TextDocumentShowOptions =
					lines === null ? {} : { selection: new vscode.Range(lines.start, 0, lines.start, 0) };
				await vscode.commands.executeCommand('vscode.diff', left, right, `${path.basename(file)} ← ${label}`, options);
			},
			...conflicts,
		};
		return { ...open, viewed, conflicts };
	};
	return {
		acceptable: true,
		kept: true,
		shownBy,
		grow() {
			// An agent's words on the way are not its answer; the changes are shown when they are complete.
		},
		withdraw: () => Promise.resolve(),
		async finish(answer, label) {
			proposal = answer.proposal;
			if (proposal === null) {
				return;
			}
			name = unusedName(`${title} ← ${label}`, showsChanges);
			opened = await opening(proposal, label);
			for (const { file, before, after } of opened.read.values()) {
				for (const [side, { text }] of Object.entries({ before, after })) {
					if (text !== null) {
						documents.set(uri(side, file.path), text);
					}
				}
			}
			view.add(opened.viewed);
			await reveal();
		},
		reveal,
		async accept(wanted) {
			if (opened === null) {
				return 'conflict';
			}
			return acceptChanges(opened, wanted ?? { what: 'checked' }, asks, opened.conflicts);
		},
		progress: () => (opened === null ? null : acceptedFiles(opened.state())),
		async close() {
			await closeTabs(shownBy);
			if (opened !== null) {
				view.remove(opened.viewed);
				await opened.conflicts.close();
				for (const { file } of opened.read.values()) {
					documents.drop(uri('before', file.path));
					documents.drop(uri('after', file.path));
				}
				opened = null;
			}
			const dropped = await proposal?.transaction.rollback();
			proposal = null;
			if (dropped?.ok === false) {
				void vscode.window.showErrorMessage(
					plainWords(`${spoken(dropped.failure.message)} ${dropped.failure.said ?? ''}`),
				);
			}
		},
	};
}

/** Whether a tab is the diff over many files of this title; VS Code adds the number of files to its label. */
function showsChanges(tab: vscode.Tab, name: string): boolean {
	return tab.label.startsWith(name) && /^ \([^()]*\d[^()]*\)$/.test(tab.label.slice(name.length));
}
