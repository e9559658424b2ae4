import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';

type Play = (
	report: (part: vscode.LanguageModelResponsePart) => void,
	token: vscode.CancellationToken,
) => Promise<void> | void;

interface AskedModel {
	readonly model: string;
	readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
	readonly options: vscode.ProvideLanguageModelChatResponseOptions;
}

/** What the extension in `test/fixtures/models` hands out. */
interface Control {
	play: ((...given: Parameters<Play>) => Promise<void>) | null;
	asked: AskedModel[];
}

/** The model of another extension, under the control of a test. */
export interface ScriptedModels {
	/** What the model does when it is asked next. */
	play: Play;
	readonly asked: readonly AskedModel[];
	reset(): void;
	/** Resolves once the model is at nothing any more. */
	idle(): Promise<void>;
}

export async function scriptedModels(): Promise<ScriptedModels> {
	const extension = vscode.extensions.getExtension<Control>('switchyard-tests.models');
	assert.ok(extension, 'the extension with the scripted models is not loaded');
	const control = await extension.activate();
	let running = 0;
	let play: Play = () => undefined;
	control.play = async (...given) => {
		running += 1;
		try {
			await play(...given);
		} finally {
			running -= 1;
		}
	};
	return {
		get play() {
			return play;
		},
		set play(next: Play) {
			play = next;
		},
		get asked() {
			return control.asked;
		},
		reset() {
			control.asked.length = 0;
			play = () => undefined;
		},
		idle: () => eventually(() => running, 0),
	};
}
