import * as vscode from 'vscode';

/** What a merge editor is opened with. */
export interface MergeInput {
	/** The file as both sides knew it. */
	readonly base: vscode.Uri;
	readonly theirs: MergeSide;
	readonly ours: MergeSide;
	/** The user's file, which holds the result once the merge is completed. */
	readonly output: vscode.Uri;
}

export interface MergeSide {
	readonly uri: vscode.Uri;
	readonly title: string;
	readonly description: string;
}

/** Opens VS Code's own merge editor, in the way its git extension does. */
export async function openMergeEditor({ base, theirs, ours, output }: MergeInput): Promise<void> {
	await vscode.commands.executeCommand('_open.mergeEditor', { base, input1: theirs, input2: ours, output });
}

/** Whether a tab is the merge editor that was opened with this base. */
export function mergesFrom(tab: vscode.Tab, base: vscode.Uri): boolean {
	const input: unknown = tab.input;
	return (
		typeof input === 'object' &&
		input !== null &&
		'base' in input &&
		input.base instanceof vscode.Uri &&
		input.base.toString() === base.toString()
	);
}
