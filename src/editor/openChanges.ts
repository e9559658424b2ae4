import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Proposal } from '../router/proposal.ts';
import type { ReadChange } from './changesContent.ts';
import type { ChangesState } from './changesState.ts';

/** Changes that wait for the user's word. */
export interface OpenChanges {
	readonly route: string;
	/** Who answered, and who did not and why. */
	readonly label: string;
	readonly proposal: Proposal;
	/** By path. */
	readonly read: ReadonlyMap<string, ReadChange>;
	state(): ChangesState;
	/** Takes a new state, and has it drawn. */
	set(state: ChangesState): void;
	/** Shows what is left, where all of it is shown. */
	reshow(): Promise<void>;
}

/** The user's own file of a change. */
export function fileUri({ proposal }: OpenChanges, file: string): vscode.Uri {
	return vscode.Uri.file(path.join(proposal.transaction.root, file));
}
