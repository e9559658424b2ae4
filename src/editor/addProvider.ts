import * as vscode from 'vscode';
import { usualServers } from '../providers/detect.ts';
import { agentStep, vscodeStep } from './addAgent.ts';
import { addEntries } from './addToSettings.ts';
import { type AddingParts, draftFor, keyStep, modelStep, type ServerDraft } from './addServer.ts';
import { addressProblem, type AddressProblem, baseOf, isKeyless, type NewEntry } from './newEntry.ts';
import { type Vendor, vendors } from './presets.ts';
import { goThrough, type PickItem, pickStep, type Step, typeStep } from './steps.ts';

/** What the user means to add. */
type What =
	| { readonly type: 'vendor'; readonly vendor: Vendor }
	| { readonly type: 'server' | 'local' | 'agent' | 'vscode' | 'import' };

/** What the flow came to: a server with its key, anything else that has none, or that another program is imported from. */
type Result =
	| { readonly type: 'server'; readonly draft: ServerDraft }
	| { readonly type: 'entry'; readonly entry: NewEntry }
	| { readonly type: 'import' };

/** Asks step by step for a provider, and adds it to the user's own settings. Nothing is written before the last step. */
export async function addProvider(parts: AddingParts): Promise<void> {
	const results: Result[] = [];
	const finished = await goThrough(whatStep(parts, (made) => results.push(made)));
	const result = results.at(-1);
	if (finished && result !== undefined) {
		await add(result, parts);
	}
}

async function add(result: Result, parts: AddingParts): Promise<void> {
	if (result.type === 'import') {
		await parts.importProviders();
		return;
	}
	const added = result.type === 'entry' ? (await addEntries([result.entry]))?.[0] : await parts.addServer(result.draft);
	if (added === undefined || added === null) {
		return;
	}
	const test = vscode.l10n.t('Test It…');
	const open = vscode.l10n.t('Open Settings');
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Switchyard: {0} was added to your providers.', added.id),
		test,
		open,
	);
	if (chosen === test) {
		await parts.test(added.id);
	} else if (chosen === open) {
		await vscode.commands.executeCommand('workbench.action.openSettings', 'switchyard.providers');
	}
}

/** LocalAI listens where llama.cpp does, so that looking for both would find one server twice. */
const servers = [...usualServers, { name: 'LocalAI', port: 8080 }];

function title(): string {
	return vscode.l10n.t('Add Provider');
}

function whatStep(parts: AddingParts, made: (result: Result) => void): Step {
	return async ({ step }) => {
		const answer = await pickStep<What>({
			title: title(),
			step,
			of: null,
			placeholder: vscode.l10n.t('Who should answer your requests?'),
			items: whatItems(),
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		const what = answer.value;
		switch (what.type) {
			case 'vendor':
				return vendorStep(what.vendor, parts, made);
			case 'server':
				return addressStep(parts, made);
			case 'local':
				return localStep(parts, made);
			case 'agent':
				return agentStep(title(), parts, (entry) => {
					made({ type: 'entry', entry });
				});
			case 'vscode':
				return vscodeStep(title(), (entry) => {
					made({ type: 'entry', entry });
				});
			case 'import':
				made({ type: 'import' });
				return 'done';
		}
	};
}

function whatItems(): readonly PickItem<What>[] {
	const row = (type: Exclude<What['type'], 'vendor'>, icon: string, label: string, detail: string): PickItem<What> => ({
		label,
		detail,
		iconPath: new vscode.ThemeIcon(icon),
		value: { type },
	});
	return [
		{ label: vscode.l10n.t('On This Machine'), kind: vscode.QuickPickItemKind.Separator },
		row('agent', 'hubot', vscode.l10n.t('Agent Program…'), vscode.l10n.t('Claude Code, Codex, Gemini CLI and others')),
		row('local', 'server', vscode.l10n.t('Local Server…'), servers.map(({ name }) => name).join(', ')),
		row(
			'vscode',
			'vscode',
			vscode.l10n.t('Model of VS Code…'),
			vscode.l10n.t('What VS Code’s own model picker offers, such as GitHub Copilot'),
		),
		row(
			'import',
			'cloud-download',
			vscode.l10n.t('Import from Another Extension…'),
			vscode.l10n.t('Providers that are set up in Cline, Roo Code, Kilo Code or Continue'),
		),
		{ label: vscode.l10n.t('Vendors'), kind: vscode.QuickPickItemKind.Separator },
		...vendors.map(
			(vendor): PickItem<What> => ({
				label: vendor.name,
				description: vendor.baseUrl,
				iconPath: new vscode.ThemeIcon('globe'),
				value: { type: 'vendor', vendor },
			}),
		),
		row(
			'server',
			'plug',
			vscode.l10n.t('Other OpenAI-Compatible Server…'),
			vscode.l10n.t('Any address that speaks this protocol: a gateway, or your company’s own'),
		),
	];
}

/** The rest of the flow for a server whose address is known: its model, then its key. */
function serverStep(draft: ServerDraft, parts: AddingParts, made: (result: Result) => void): Step {
	const done = (whole: ServerDraft) => {
		made({ type: 'server', draft: whole });
	};
	return modelStep(draft, { ...parts, title: title(), done, keyStep });
}

/** The user's own part of an address, where it has one. */
function vendorStep(vendor: Vendor, parts: AddingParts, made: (result: Result) => void): Step {
	const draft = draftFor(vendor);
	if (!vendor.baseUrl.includes('{resource}')) {
		return serverStep(draft, parts, made);
	}
	return async ({ step }) => {
		const answer = await typeStep({
			title: vscode.l10n.t('Add {0}', vendor.name),
			step,
			of: 4,
			prompt: vscode.l10n.t('The name of your resource: the first part of its address, {0}', vendor.baseUrl),
			placeholder: 'my-resource',
			problem: (text) =>
				/^[a-z0-9][a-z0-9-]{0,62}$/i.test(text)
					? null
					: vscode.l10n.t('The name of a resource has letters, digits and hyphens.'),
		});
		return answer.type === 'answer'
			? serverStep({ ...draft, baseUrl: vendor.baseUrl.replace('{resource}', answer.value) }, parts, made)
			: answer.type;
	};
}

function addressStep(parts: AddingParts, made: (result: Result) => void): Step {
	return async ({ step }) => {
		const answer = await typeStep({
			title: title(),
			step,
			of: 4,
			prompt: vscode.l10n.t('The address of the API, up to its version'),
			placeholder: 'https://llm.example.com/v1',
			problem: (text) => {
				const problem = addressProblem(baseOf(text));
				return problem === null ? null : addressText(problem);
			},
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		const baseUrl = baseOf(answer.value);
		const { hostname } = new URL(baseUrl);
		const draft: ServerDraft = {
			...{ id: hostname, name: hostname, baseUrl, variable: null, listsModels: true, example: 'my-model' },
			...{ model: null, key: isKeyless(baseUrl) ? { from: 'none' } : null },
		};
		return serverStep(draft, parts, made);
	};
}

function addressText(problem: AddressProblem): string {
	switch (problem) {
		case 'not-an-address':
			return vscode.l10n.t('Write a whole address, such as https://llm.example.com/v1');
		case 'not-the-web':
			return vscode.l10n.t('The address begins with https://');
		case 'travels-openly':
			return vscode.l10n.t(
				'Without encryption your code and key could be read on the way: use https://. Only a server on this machine (127.0.0.1, localhost) may do without.',
			);
		case 'holds-a-key':
			return vscode.l10n.t('Leave the user name and the password out: the key is asked for in the last step.');
		case 'has-parameters':
			return vscode.l10n.t('Leave out “?” and “#” and what follows.');
	}
}

function localStep(parts: AddingParts, made: (result: Result) => void): Step {
	return async ({ step }) => {
		const row = ({ name, port }: (typeof usualServers)[number], state: string): PickItem<ServerDraft> => ({
			label: name,
			description: [`127.0.0.1:${port}`, state].filter((part) => part !== '').join(' · '),
			iconPath: new vscode.ThemeIcon('server'),
			value: {
				...{ id: name, name, baseUrl: `http://127.0.0.1:${port}/v1`, variable: null, listsModels: true },
				...{ example: 'qwen3-coder', model: null, key: { from: 'none' } },
			},
		});
		const asked = servers.map(async (server) => {
			const list = await parts.listModels(`http://127.0.0.1:${server.port}/v1`, null);
			const models = list.ok ? list.models.length : 0;
			return row(
				server,
				models === 0
					? vscode.l10n.t('does not answer just now')
					: models === 1
						? vscode.l10n.t('runs, with one model')
						: vscode.l10n.t('runs, with {0} models', models),
			);
		});
		const answer = await pickStep({
			title: title(),
			step,
			of: 3,
			placeholder: vscode.l10n.t('Which server runs on this machine?'),
			items: servers.map((server) => row(server, '')),
			...(parts.mayAsk() ? { later: Promise.all(asked) } : {}),
		});
		return answer.type === 'answer' ? serverStep(answer.value, parts, made) : answer.type;
	};
}
