import * as vscode from 'vscode';

/** What came of one step: an answer, a wish to go back, or none any more. */
export type Answer<T> = { readonly type: 'answer'; readonly value: T } | { readonly type: 'back' | 'cancelled' };

/** Where a step stands in its flow. */
export interface Place {
	readonly title: string;
	/** Counted from 1. */
	readonly step: number;
	/** `null`: not known yet, since it depends on an answer. */
	readonly of: number | null;
}

/** One step of a flow: asks, and says which one comes next; `done`: nothing is left to ask. */
export type Step = (place: Pick<Place, 'step'>) => Promise<Step | 'done' | 'back' | 'cancelled'>;

/** Goes through the steps, back to the one before where the user wants to. `false`: the user thought better of it. */
export async function goThrough(first: Step): Promise<boolean> {
	const path = [first];
	for (;;) {
		const step = path.at(-1);
		if (step === undefined) {
			return false;
		}
		const next = await step({ step: path.length });
		switch (next) {
			case 'done':
				return true;
			case 'cancelled':
				return false;
			case 'back':
				path.pop();
				break;
			default:
				path.push(next);
		}
	}
}

export interface Picking<T> extends Place {
	readonly placeholder: string;
	readonly items: readonly PickItem<T>[];
	/** Comes later, and is drawn in then. Never rejects. */
	readonly later?: Promise<readonly PickItem<T>[]>;
	/** What a text that no item holds stands for; left out: nothing. */
	readonly typed?: (text: string) => PickItem<T> | null;
}

/** `value` is left out of a separator only. */
export type PickItem<T> = vscode.QuickPickItem & { readonly value?: T };

/** Asks for one of a list. */
export function pickStep<T>({ title, step, of, placeholder, items, later, typed }: Picking<T>): Promise<Answer<T>> {
	const picker = vscode.window.createQuickPick<PickItem<T>>();
	let all = items;
	const draw = () => {
		const text = picker.value.trim();
		const own = text === '' || all.some(({ label }) => label === text) ? null : (typed?.(text) ?? null);
		picker.items = own === null ? all : [...all, { ...own, alwaysShow: true }];
	};
	placed(picker, { title, step, of });
	picker.placeholder = placeholder;
	picker.matchOnDescription = true;
	picker.matchOnDetail = true;
	draw();
	if (later !== undefined) {
		picker.busy = true;
		void later.then((found) => {
			const [active] = picker.activeItems;
			all = found;
			picker.busy = false;
			draw();
			picker.activeItems = picker.items.filter(({ label }) => label === active?.label);
		});
	}
	return new Promise((resolve) => {
		picker.onDidChangeValue(draw);
		picker.onDidTriggerButton(() => {
			resolve({ type: 'back' });
			picker.hide();
		});
		picker.onDidAccept(() => {
			const [chosen] = picker.selectedItems;
			if (chosen?.value !== undefined) {
				resolve({ type: 'answer', value: chosen.value });
				picker.hide();
			}
		});
		picker.onDidHide(() => {
			resolve({ type: 'cancelled' });
			picker.dispose();
		});
		picker.show();
	});
}

export interface Typing extends Place {
	readonly prompt: string;
	readonly placeholder: string;
	readonly value?: string;
	readonly password?: boolean;
	/** What is wrong with it, in a sentence; `null`: nothing. */
	readonly problem: (text: string) => string | null;
}

/** Asks for a text; one with a problem is not taken. */
export function typeStep(typing: Typing): Promise<Answer<string>> {
	const input = vscode.window.createInputBox();
	placed(input, typing);
	input.prompt = typing.prompt;
	input.placeholder = typing.placeholder;
	input.value = typing.value ?? '';
	input.password = typing.password ?? false;
	return new Promise((resolve) => {
		input.onDidChangeValue((text) => {
			input.validationMessage = (text.trim() === '' ? null : typing.problem(text.trim())) ?? '';
		});
		input.onDidTriggerButton(() => {
			resolve({ type: 'back' });
			input.hide();
		});
		input.onDidAccept(() => {
			const text = input.value.trim();
			const problem = typing.problem(text);
			if (problem === null) {
				resolve({ type: 'answer', value: text });
				input.hide();
			} else {
				input.validationMessage = problem;
			}
		});
		input.onDidHide(() => {
			resolve({ type: 'cancelled' });
			input.dispose();
		});
		input.show();
	});
}

function placed(
	input: Pick<vscode.QuickPick<vscode.QuickPickItem>, 'title' | 'step' | 'totalSteps' | 'ignoreFocusOut' | 'buttons'>,
	{ title, step, of }: Place,
): void {
	input.title = title;
	input.step = step;
	input.totalSteps = of ?? undefined;
	input.ignoreFocusOut = true;
	input.buttons = step === 1 ? [] : [vscode.QuickInputButtons.Back];
}
