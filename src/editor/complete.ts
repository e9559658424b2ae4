import * as vscode from 'vscode';
import { fileReferences } from '../core/fileReferences.ts';
import { leastOf, optionalTokensOf, type TokensOf } from '../core/fit.ts';
import type { NotSent, Payload, Task } from '../core/request.ts';
import { mostOptionalTokens } from '../core/room.ts';
import { isSecretFile } from '../core/secretFiles.ts';
import { readablePrompt } from '../providers/prompt.ts';
import { gather, type Gathered, type GatherOptions, type GatherParts } from './gather.ts';
import type { Question } from './question.ts';
import { notSentWords } from './sentWords.ts';

/**
 * The question with what may help, and with its size. `given`: the arguments of the command, of which `{ files }` is
 * attached, as addresses or as paths from the folder, like what the instruction names as `#file:path`. Asks before a
 * file that holds secrets is sent, or a question goes without something that was attached; `null`: the user said no.
 */
export async function complete(
	question: Question,
	given: readonly unknown[],
	parts: GatherParts & { readonly tokensOf: TokensOf },
	options: GatherOptions = {},
): Promise<Question | null> {
	const { subject, payload } = question;
	if (subject !== undefined && payload.focus !== null && !(await mayShow(subject.document))) {
		return null;
	}
	const files = await attachedTo(payload.instruction, given, question.folder);
	const gathered = await gather(
		question.task === 'changes' ? null : (subject ?? null),
		{ onlyOpen: payload.focus === null, ...options, files: [...files.found, ...(options.files ?? [])] },
		parts,
	);
	const without = [...files.missing, ...gathered.notSent.filter(({ attached }) => attached)];
	if (without.length > 0 && !(await goesWithout(without))) {
		return null;
	}
	const whole = withGathered(question, { ...gathered, notSent: [...files.missing, ...gathered.notSent] });
	return { ...question, payload: whole, tokens: tokensFor(question.task, whole, parts.tokensOf) };
}

/** An agent looks for itself, and an LLM that edits files needs them as files: there what was attached is one. */
function withGathered({ task, payload }: Question, gathered: Gathered): Payload {
	if (task !== 'changes') {
		return { ...payload, ...gathered };
	}
	const files = gathered.pieces.map(({ path, language, text }) => ({ path, language, text }));
	const others = payload.attachments.filter(({ path }) => !files.some((file) => file.path === path));
	return { ...payload, attachments: [...files, ...others], notSent: gathered.notSent };
}

/** Estimated tokens of what must be sent, with what every prompt begins with, and of the rest. */
export function tokensFor(task: Task, payload: Payload, tokensOf: TokensOf): NonNullable<Question['tokens']> {
	const { system, user } = readablePrompt({ facts: { task }, payload: leastOf(payload) });
	return {
		least: tokensOf(system) + tokensOf(user),
		optional: Math.min(mostOptionalTokens, optionalTokensOf(payload, tokensOf)),
	};
}

/** Asks before a document is sent whose name says that it holds secrets. */
export async function mayShow({ uri }: Pick<vscode.TextDocument, 'uri'>): Promise<boolean> {
	if (!isSecretFile(uri.path)) {
		return true;
	}
	const send = vscode.l10n.t('Send Anyway');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} usually holds secrets. Send what you ask about from it?', uri.path.split('/').at(-1) ?? ''),
		{
			modal: true,
			detail: vscode.l10n.t('Passwords and keys in it would go to whoever answers.'),
		},
		send,
	);
	return chosen === send;
}

async function goesWithout(files: readonly NotSent[]): Promise<boolean> {
	const send = vscode.l10n.t('Send Without');
	const chosen = await vscode.window.showWarningMessage(
		files.length === 1
			? vscode.l10n.t('A file that you attached is not sent.')
			: vscode.l10n.t('{0} files that you attached are not sent.', files.length),
		{ modal: true, detail: files.map(({ path, why }) => `${path}: ${notSentWords(why)}`).join('\n') },
		send,
	);
	return chosen === send;
}

/** The files that a command or its instruction names, each once. */
async function attachedTo(
	instruction: string,
	given: readonly unknown[],
	folder: string | null,
): Promise<{ readonly found: readonly vscode.Uri[]; readonly missing: readonly NotSent[] }> {
	const named = [...given.flatMap(filesIn), ...fileReferences(instruction)];
	const found = new Map<string, vscode.Uri>();
	const missing: NotSent[] = [];
	for (const file of named) {
		const uri = typeof file === 'string' ? await fileAt(file, folder) : file;
		if (uri === null) {
			missing.push({ path: String(file), why: 'missing', attached: true });
		} else {
			found.set(uri.toString(), uri);
		}
	}
	return { found: [...found.values()], missing };
}

/** What a command is given as `{ files }`; anything else is nobody's file. */
function filesIn(value: unknown): readonly (string | vscode.Uri)[] {
	const files: unknown = typeof value === 'object' && value !== null && 'files' in value ? value.files : [];
	const list: readonly unknown[] = Array.isArray(files) ? files : [];
	return list.filter(
		(file): file is string | vscode.Uri => file instanceof vscode.Uri || (typeof file === 'string' && file !== ''),
	);
}

/** A path from the folder of the question, else from another open one, else the only file of such a name. */
async function fileAt(name: string, folder: string | null): Promise<vscode.Uri | null> {
	const folders = [...(vscode.workspace.workspaceFolders ?? [])].sort(
		(one, other) => Number(other.uri.fsPath === folder) - Number(one.uri.fsPath === folder),
	);
	const plain = name.replaceAll('\\', '/').replace(/^\.\//, '');
	for (const { uri, name: label } of folders) {
		for (const path of [plain, plain.startsWith(`${label}/`) ? plain.slice(label.length + 1) : plain]) {
			const file = vscode.Uri.joinPath(uri, path);
			if (await isThere(file)) {
				return file;
			}
		}
	}
	if (!/^[^*?{}[\]]+$/.test(plain)) {
		return null;
	}
	const found = await vscode.workspace.findFiles(`**/${plain}`, undefined, 2);
	return found.length === 1 ? (found[0] ?? null) : null;
}

async function isThere(file: vscode.Uri): Promise<boolean> {
	return vscode.workspace.fs.stat(file).then(
		() => true,
		() => false,
	);
}
