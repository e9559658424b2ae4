import type * as room from './lazy/chat.ts';
import { accountOf } from './core/provider.ts';
import type { AskInChat } from './editor/chatRoute.ts';
import type { Chat } from './editor/lateChat.ts';
import { type OfferedModel, offeredModels, servingKinds } from './editor/offeredModels.ts';
import type { Question } from './editor/question.ts';
import type { Routes } from './editor/routes.ts';
import { type House, recogniser, requestParts } from './house.ts';
import { once } from './late.ts';
import type { Sending } from './sending.ts';

export interface ChatParts {
	readonly ask: AskInChat;
	readonly routes: () => Promise<Routes>;
	/** What goes along with questions. */
	readonly sending: () => Promise<Pick<Sending, 'complete'>>;
	readonly delegation: (given: readonly unknown[]) => Promise<Question | null>;
	/** Why this provider, as Markdown; `null`: the route is forgotten. */
	readonly why: (route: string) => Promise<string | null>;
}

/** The models that Switchyard offers now. In a folder that is not trusted none of them can be asked. */
export async function offeredBy({ catalogue, isTrusted, keys, settings }: House): Promise<readonly OfferedModel[]> {
	if (!isTrusted()) {
		return offeredModels(settings(), () => false);
	}
	if (settings().providers.some(({ kind, contextTokens }) => servingKinds.includes(kind) && contextTokens === null)) {
		await catalogue();
	}
	const accounts = await keys.accounts(settings().providers);
	return offeredModels(settings(), (provider) =>
		provider.profiles.some((profile) => profile.key.from === 'none' || accounts.includes(accountOf(provider, profile))),
	);
}

/** What answers VS Code's chat, until the window goes. */
export interface LateChat {
	/** Loads it at the first call. */
	readonly load: () => Promise<Chat>;
	/** Ends every answer that is under way. */
	dispose(): Promise<void>;
}

export function lateChat(house: House, parts: ChatParts): LateChat {
	let made: Chat | null = null;
	const load = once(async () => {
		made = chatOf(house, parts, await import('./lazy/chat.ts'));
		return made;
	});
	return {
		load,
		async dispose() {
			await Promise.all([made?.participant.dispose(), made?.models.dispose()]);
		},
	};
}

function chatOf(
	house: House,
	parts: ChatParts,
	{ createModelProvider, createParticipant, notSendable }: typeof room,
): Chat {
	const { clockFace, isTrusted, journal, settings } = house;
	const common = { ...requestParts(house), clockFace, isTrusted };
	const ignored = async (files: readonly string[]) =>
		(await house.late.workspace()).ignored(files, new AbortController().signal);
	return {
		models: createModelProvider({
			...common,
			ask: parts.ask,
			offered: () => offeredBy(house),
		}),
		participant: createParticipant({
			...common,
			...parts,
			journal,
			nameable: settings,
			notSendable: (files) => notSendable(files, ignored),
			complete: async (question) => (await parts.sending()).complete(question, []),
			recognise: async (text, evidence) => (await recogniser())(text, evidence),
			story: (route) => house.stories().find((each) => each.route === route) ?? null,
		}),
	};
}
