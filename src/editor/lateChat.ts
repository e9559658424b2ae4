import * as vscode from 'vscode';
import { ownVendor } from '../core/provider.ts';
import type { Participant } from './chatParticipant.ts';
import type { ModelProvider } from './modelProvider.ts';
import type { OfferedModel } from './offeredModels.ts';

/** What answers VS Code's chat. */
export interface Chat {
	readonly participant: Participant;
	readonly models: ModelProvider;
}

/** What is offered, and when that may be new. */
export interface Offer {
	readonly offered: () => Promise<readonly OfferedModel[]>;
	readonly changed: vscode.Event<unknown>;
}

/** `@switchyard` and the models: a list is all that there is before somebody asks, everything else is loaded then. */
export function registerChat(load: () => Promise<Chat>, { offered, changed }: Offer): vscode.Disposable {
	const fired = new vscode.EventEmitter<void>();
	const fire = () => {
		fired.fire();
	};
	const participant = vscode.chat.createChatParticipant('switchyard.chat', async (...given) =>
		(await load()).participant.answer(...given),
	);
	participant.iconPath = new vscode.ThemeIcon('arrow-swap');
	participant.followupProvider = {
		provideFollowups: async (result) => (await load()).participant.followups(result),
	};
	const models = vscode.lm.registerLanguageModelChatProvider(ownVendor, {
		onDidChangeLanguageModelChatInformation: fired.event,
		provideLanguageModelChatInformation: async () => (await offered()).map(informationOf),
		provideLanguageModelChatResponse: async (...given) =>
			(await load()).models.provideLanguageModelChatResponse(...given),
		provideTokenCount: async (...given) => (await load()).models.provideTokenCount(...given),
	});
	// VS Code runs no participant before it knows a model, and asks nobody for one until it is told that there are some.
	fire();
	return vscode.Disposable.from(
		fired,
		participant,
		models,
		changed(fire),
		vscode.workspace.onDidGrantWorkspaceTrust(fire),
	);
}

function informationOf(model: OfferedModel): vscode.LanguageModelChatInformation {
	const { provider, ...known } = model;
	return {
		...known,
		// The one for all comes first in every list that is sorted by names.
		name: provider === null ? 'Switchyard Auto' : `Switchyard: ${provider}`,
		tooltip:
			provider === null
				? vscode.l10n.t(
						'The best API that can answer now. When one fails, the next one goes on. Agents can’t serve as models.',
					)
				: vscode.l10n.t('{0} and nobody else, through Switchyard', model.family),
		capabilities: { toolCalling: true, imageInput: false },
	};
}
