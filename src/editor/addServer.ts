import * as vscode from 'vscode';
import type { ModelList } from '../providers/modelList.ts';
import type { Readiness } from '../providers/provider.ts';
import { isKeyless, type NewEntry } from './newEntry.ts';
import type { Vendor } from './presets.ts';
import { type PickItem, pickStep, type Step, typeStep } from './steps.ts';

/** Where a key comes from. `stored`: it was given for this address before. `later`: it is not given yet. */
export type KeySource =
	| { readonly from: 'typed'; readonly secret: string }
	| { readonly from: 'environment'; readonly variable: string }
	| { readonly from: 'stored' | 'later' | 'none' };

/** A server as far as the user has told of it. */
export interface ServerDraft {
	/** What its id begins with. */
	readonly id: string;
	readonly name: string;
	readonly baseUrl: string;
	/** The variable in which people keep its key; `null`: none is usual. */
	readonly variable: string | null;
	readonly listsModels: boolean;
	/** What a model is called there. */
	readonly example: string;
	/** `null`: not told yet. */
	readonly model: string | null;
	/** `null`: not told yet. */
	readonly key: KeySource | null;
}

/** What it takes to add a provider. */
export interface AddingParts {
	readonly environment: NodeJS.ProcessEnv;
	/** Whether a key is stored for this address. */
	hasKey(baseUrl: string): Promise<boolean>;
	/** The key behind a source; `null`: there is none. */
	secretOf(draft: ServerDraft): Promise<string | null>;
	/** The models that the public catalogue lists at this host. */
	modelsAt(host: string): Promise<readonly string[]>;
	/** Asks a server for its models; only where the user said so, or on this machine. Never rejects. */
	listModels(baseUrl: string, key: string | null): Promise<ModelList>;
	/** Whether an agent could work now. */
	check(agent: string): Promise<Readiness>;
	/** Whether anything may be sent or run at all. */
	mayAsk(): boolean;
	/** Stores the key and writes the entry; `null`: nothing was written, and the user knows why. */
	addServer(draft: ServerDraft): Promise<NewEntry | null>;
	/** Offers the providers of other extensions. */
	importProviders(): Promise<void>;
	/** The user wants to see it answer. */
	test(provider: string): Promise<void>;
}

export interface ServerFlow
	extends Pick<AddingParts, 'environment' | 'hasKey' | 'secretOf' | 'modelsAt' | 'listModels' | 'mayAsk'> {
	readonly title: string;
	done(draft: ServerDraft): void;
	/** Passed along, so that the two steps know each other without a cycle of files. */
	keyStep(draft: ServerDraft, flow: ServerFlow): Step;
}

export function draftFor({ id, name, baseUrl, variable, listsModels, example }: Vendor): ServerDraft {
	return { id, name, baseUrl, variable, listsModels, example, model: null, key: null };
}

type ModelChoice = { readonly type: 'model'; readonly model: string } | { readonly type: 'ask' };

/** Asks for the model: those that are known without a request, or those that the server lists once it may be asked. */
export function modelStep(draft: ServerDraft, flow: ServerFlow): Step {
	return async ({ step }) => {
		const named = (model: string): PickItem<ModelChoice> => ({ label: model, value: { type: 'model', model } });
		const known = await flow.modelsAt(new URL(draft.baseUrl).hostname);
		const mayAsk = draft.listsModels && flow.mayAsk();
		const told = draft.key !== null;
		const answer = await pickStep<ModelChoice>({
			title: vscode.l10n.t('Add {0}', draft.name),
			step,
			of: step + (told ? 0 : 1),
			placeholder: vscode.l10n.t('Which model? Pick one, or type its name, such as {0}', draft.example),
			items: [...known.map(named), ...(mayAsk && !told ? [askItem(draft)] : [])],
			...(mayAsk && told ? { later: listed(draft, flow, known.map(named), named) } : {}),
			typed: (text) => ({ ...named(text), description: vscode.l10n.t('as you typed it') }),
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		if (answer.value.type === 'ask') {
			return flow.keyStep(draft, flow);
		}
		const whole = { ...draft, model: answer.value.model };
		if (!told) {
			return flow.keyStep(whole, flow);
		}
		flow.done(whole);
		return 'done';
	};
}

function askItem({ baseUrl }: ServerDraft): PickItem<ModelChoice> {
	return {
		label: vscode.l10n.t('Ask {0} for Its Models…', new URL(baseUrl).hostname),
		detail: vscode.l10n.t('Needs the key first; sends one request that costs nothing'),
		iconPath: new vscode.ThemeIcon('cloud-download'),
		alwaysShow: true,
		value: { type: 'ask' },
	};
}

/** What the server lists, or why it lists nothing. */
async function listed(
	draft: ServerDraft,
	flow: ServerFlow,
	known: readonly PickItem<ModelChoice>[],
	named: (model: string) => PickItem<ModelChoice>,
): Promise<readonly PickItem<ModelChoice>[]> {
	const list = await flow.listModels(draft.baseUrl, await flow.secretOf(draft));
	if (list.ok) {
		return list.models.map(named);
	}
	const why =
		list.status === 401 || list.status === 403
			? vscode.l10n.t('The server refused the key (status {0}): go back and check it', list.status)
			: list.status === null
				? vscode.l10n.t('The server did not list its models: type the name of one')
				: vscode.l10n.t('The server did not list its models (status {0}): type the name of one', list.status);
	return [{ label: why, iconPath: new vscode.ThemeIcon('warning'), alwaysShow: true }, ...known];
}

type KeyChoice = KeySource | { readonly from: 'type' } | { readonly from: 'variable' };

/** Asks where the key comes from, and for the key itself where it is to be kept here. */
export function keyStep(draft: ServerDraft, flow: ServerFlow): Step {
	return async ({ step }) => {
		const answer = await pickStep<KeyChoice>({
			title: vscode.l10n.t('Add {0}', draft.name),
			step,
			of: step + (draft.model === null ? 1 : 0),
			placeholder: vscode.l10n.t('Where does the key come from?'),
			items: await keyItems(draft, flow),
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		const key = answer.value;
		if (key.from === 'type') {
			return secretStep(draft, flow);
		}
		return key.from === 'variable' ? variableStep(draft, flow) : afterKey({ ...draft, key }, flow);
	};
}

async function keyItems(draft: ServerDraft, flow: ServerFlow): Promise<readonly PickItem<KeyChoice>[]> {
	const { origin } = new URL(draft.baseUrl);
	const { variable } = draft;
	const row = (label: string, detail: string, icon: string, value: KeyChoice): PickItem<KeyChoice> => ({
		...{ label, detail, value },
		iconPath: new vscode.ThemeIcon(icon),
	});
	return [
		...((await flow.hasKey(draft.baseUrl))
			? [
					row(vscode.l10n.t('The Stored Key'), vscode.l10n.t('You gave one for {0} before', origin), 'verified', {
						from: 'stored',
					}),
				]
			: []),
		row(
			vscode.l10n.t('Type or Paste the Key…'),
			vscode.l10n.t('Kept encrypted by VS Code, and sent to {0} only', origin),
			'key',
			{ from: 'type' },
		),
		...(variable === null
			? []
			: [
					row(
						vscode.l10n.t('Environment Variable {0}', variable),
						flow.environment[variable]
							? vscode.l10n.t('It is set')
							: vscode.l10n.t('It is not set in this window; start VS Code with it'),
						'symbol-variable',
						{ from: 'environment', variable },
					),
				]),
		row(
			vscode.l10n.t('Another Environment Variable…'),
			vscode.l10n.t('Read at each request, and kept nowhere'),
			'symbol-variable',
			{ from: 'variable' },
		),
		row(vscode.l10n.t('Later'), vscode.l10n.t('By “Switchyard: Set Key…”; until then nobody asks it'), 'clock', {
			from: 'later',
		}),
	];
}

/** With the model told nothing is left to ask; else the server may now be asked for its models. */
function afterKey(draft: ServerDraft, flow: ServerFlow): Step | 'done' {
	if (draft.model === null) {
		return modelStep(draft, flow);
	}
	flow.done(draft);
	return 'done';
}

function secretStep(draft: ServerDraft, flow: ServerFlow): Step {
	return async ({ step }) => {
		const answer = await typeStep({
			title: vscode.l10n.t('Key for {0}', draft.name),
			step,
			of: null,
			prompt: vscode.l10n.t('Kept encrypted by VS Code, and sent to {0} only', new URL(draft.baseUrl).origin),
			placeholder: '',
			password: true,
			problem: (text) =>
				/^[\x21-\x7e]+$/.test(text) ? null : vscode.l10n.t('A key has no spaces and no special letters.'),
		});
		return answer.type === 'answer'
			? afterKey({ ...draft, key: { from: 'typed', secret: answer.value } }, flow)
			: answer.type;
	};
}

function variableStep(draft: ServerDraft, flow: ServerFlow): Step {
	return async ({ step }) => {
		const answer = await typeStep({
			title: vscode.l10n.t('Key for {0}', draft.name),
			step,
			of: null,
			prompt: vscode.l10n.t('The name of the environment variable that holds the key'),
			placeholder: draft.variable ?? 'MY_API_KEY',
			problem: (text) =>
				/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
					? null
					: vscode.l10n.t('The name of a variable, not the key itself: letters, digits and “_”.'),
		});
		return answer.type === 'answer'
			? afterKey({ ...draft, key: { from: 'environment', variable: answer.value } }, flow)
			: answer.type;
	};
}

/** The usual name of a server's only profile, which the settings take for granted where a key is needed. */
export const usualProfile = 'default';

/** What of a draft stands in the settings. `profile`: the name under which its key is kept. */
export function entryOf({ id, baseUrl, model, key }: ServerDraft, profile: string): NewEntry {
	const named = isKeyless(baseUrl) ? key?.from === 'typed' : profile !== usualProfile;
	const profiles =
		key?.from === 'environment'
			? [{ name: 'environment', keyFrom: `env:${key.variable}` }]
			: named
				? [{ name: profile }]
				: null;
	return { id, kind: 'openai', baseUrl, model: model ?? '', ...(profiles === null ? {} : { profiles }) };
}
