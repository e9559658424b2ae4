import type * as vscode from 'vscode';

/** The part of VS Code's API by which its own models are asked. Passed in: nothing here loads it. */
export type VscodeModels = Pick<
	typeof vscode,
	| 'CancellationTokenSource'
	| 'LanguageModelChatMessage'
	| 'LanguageModelChatToolMode'
	| 'LanguageModelTextPart'
	| 'LanguageModelToolCallPart'
	| 'LanguageModelToolResultPart'
> & { readonly lm: Pick<typeof vscode.lm, 'selectChatModels'> };

/** Tells whether a model may be asked without asking the user first; never asks. */
export type VscodeModelAccess = Pick<vscode.LanguageModelAccessInformation, 'canSendRequest'>;

export type VscodeModel = vscode.LanguageModelChat;
export type VscodeMessage = vscode.LanguageModelChatMessage;
export type VscodeRequestOptions = vscode.LanguageModelChatRequestOptions;
export type VscodeToken = vscode.CancellationToken;
