import * as vscode from 'vscode';
import { knownAgents } from '../core/agent.ts';
import type { Readiness } from '../providers/provider.ts';
import type { AddingParts } from './addServer.ts';
import type { NewEntry } from './newEntry.ts';
import { type PickItem, pickStep, type Step } from './steps.ts';

/** Asks which agent, and how it is driven. */
export function agentStep(
	title: string,
	parts: Pick<AddingParts, 'check' | 'mayAsk'>,
	made: (entry: NewEntry) => void,
): Step {
	return async ({ step }) => {
		const row = (agent: (typeof knownAgents)[number], state: string): PickItem<NewEntry> => ({
			label: agent,
			description: state,
			iconPath: new vscode.ThemeIcon('hubot'),
			value: { id: agent === 'claude' ? 'claude-code' : agent, kind: 'agent-cli', agent },
		});
		const asked = async () =>
			Promise.all(knownAgents.map(async (agent) => row(agent, readinessText(await parts.check(agent)))));
		const answer = await pickStep({
			title,
			step,
			of: 2,
			placeholder: vscode.l10n.t('Which agent? It logs in by itself; Switchyard needs no key for it.'),
			items: knownAgents.map((agent) => row(agent, '')),
			...(parts.mayAsk() ? { later: asked() } : {}),
		});
		return answer.type === 'answer' ? protocolStep(answer.value, made) : answer.type;
	};
}

/** How an agent is driven; where both work, the first is what is tested most. */
function protocolStep(entry: NewEntry, made: (entry: NewEntry) => void): Step {
	return async ({ step }) => {
		const answer = await pickStep<'agent-cli' | 'acp'>({
			title: vscode.l10n.t('Add {0}', entry.id),
			step,
			of: 2,
			placeholder: vscode.l10n.t('How should it be driven?'),
			items: [
				{
					label: vscode.l10n.t('By Its Own Output'),
					description: vscode.l10n.t('the usual way'),
					value: 'agent-cli',
				},
				{
					label: vscode.l10n.t('By the Agent Client Protocol'),
					description: vscode.l10n.t('it asks for leave before it runs commands, where it can'),
					value: 'acp',
				},
			],
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		made({ ...entry, kind: answer.value });
		return 'done';
	};
}

function readinessText(readiness: Readiness): string {
	if (!readiness.ready) {
		return readiness.reason === 'not-installed' ? vscode.l10n.t('not installed') : readiness.message;
	}
	return readiness.version === null
		? vscode.l10n.t('installed')
		: vscode.l10n.t('installed, version {0}', readiness.version);
}

/** The models of VS Code: which there are is asked here, on the user's own action. */
export function vscodeStep(title: string, made: (entry: NewEntry) => void): Step {
	return async ({ step }) => {
		const models = await vscode.lm.selectChatModels();
		const entries = new Map(
			models.map(({ vendor, family, name }) => [
				`${vendor}/${family}`,
				{ name, entry: { id: `${vendor}-${family}`, kind: 'vscode-lm', vendor, family } },
			]),
		);
		const answer = await pickStep<NewEntry>({
			title,
			step,
			of: 2,
			placeholder:
				models.length === 0
					? vscode.l10n.t('VS Code offers no model just now: sign in to GitHub Copilot, or install what offers one')
					: vscode.l10n.t('Which model? VS Code asks for your consent at the first request.'),
			items: [...entries].map(([label, { name, entry }]) => ({ label, description: name, value: entry })),
		});
		if (answer.type !== 'answer') {
			return answer.type;
		}
		made(answer.value);
		return 'done';
	};
}
