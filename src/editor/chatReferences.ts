import * as vscode from 'vscode';
import type { Attachment } from '../core/request.ts';

/** Tells why files may not be sent, by their addresses as text; those that may are not in the answer. */
export type NotSendable = (files: readonly vscode.Uri[]) => Promise<ReadonlyMap<string, string>>;

/** What the user attached to a question in a chat. */
export interface Attached {
	readonly attachments: readonly Attachment[];
	/** What is not sent although it was attached, for people: a path each. */
	readonly leftOut: readonly string[];
}

/** At most so many characters of what was attached are sent. */
const mostCharacters = 60_000;

/** Reads what was attached: files, parts of files, and texts. */
export async function attachedTo(
	references: readonly Pick<vscode.ChatPromptReference, 'id' | 'value'>[],
	notSendable: NotSendable,
): Promise<Attached> {
	const files = references.flatMap(({ value }) => uriOf(value) ?? []);
	const refused = files.length === 0 ? new Map<string, string>() : await notSendable(files);
	const attachments: Attachment[] = [];
	const leftOut: string[] = [];
	let room = mostCharacters;
	for (const { id, value } of references) {
		const uri = uriOf(value);
		const name = uri === null ? id : vscode.workspace.asRelativePath(uri);
		const read = uri !== null && refused.has(uri.toString()) ? null : await attachmentOf(name, value);
		if (read === null || read.text.length > room) {
			leftOut.push(name);
		} else if (!attachments.some(({ path, text }) => path === read.path && text === read.text)) {
			room -= read.text.length;
			attachments.push(read);
		}
	}
	return { attachments, leftOut };
}

function uriOf(value: unknown): vscode.Uri | null {
	return value instanceof vscode.Uri ? value : value instanceof vscode.Location ? value.uri : null;
}

/** `null`: it can't be read as text. */
async function attachmentOf(name: string, value: unknown): Promise<Attachment | null> {
	if (typeof value === 'string') {
		return { path: name, language: '', text: value };
	}
	const uri = uriOf(value);
	if (uri === null) {
		return null;
	}
	try {
		const document = await vscode.workspace.openTextDocument(uri);
		const { languageId: language } = document;
		if (!(value instanceof vscode.Location)) {
			return { path: name, language, text: document.getText() };
		}
		const { start, end } = value.range;
		return { path: `${name}:${start.line + 1}-${end.line + 1}`, language, text: document.getText(value.range) };
	} catch {
		return null;
	}
}
