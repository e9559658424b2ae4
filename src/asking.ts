import type { AskInChat, ChatRouteParts } from './editor/chatRoute.ts';
import type { Recognise } from './editor/commands.ts';
import type { askingIds, changesIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import type { LateChanges } from './editor/lateChanges.ts';
import type { Question } from './editor/question.ts';
import type { Routes } from './editor/routes.ts';
import { beforeRoute, type House, recogniser, requestParts, routerParts } from './house.ts';
import { once } from './late.ts';
import type { Sending } from './sending.ts';

export interface AskingParts {
	readonly changes: LateChanges;
	/** What goes along with questions. */
	readonly sending: () => Promise<Sending>;
	/** There is no provider: says so, and offers what is on this machine. */
	readonly offerProviders: () => Promise<void>;
	/** Something went wrong that is nobody's failure but ours. */
	readonly onBug: (error: unknown) => void;
	/** What runs or waits is not what it was. */
	readonly onChange: () => void;
}

/** What asks, and what becomes of the answers. */
export interface Asking {
	readonly routes: Routes;
	/** Asks for what is missing of a task for an agent; `null`: the user said no. */
	readonly delegation: (given: readonly unknown[]) => Promise<Question | null>;
	readonly inChat: AskInChat;
	readonly handlers: Readonly<Record<(typeof askingIds)[number] | (typeof changesIds)[number], Handler>>;
	readonly dispose: () => void;
}

/** Loads it at the first call. */
export function lateAsking(
	house: House,
	{ changes, sending, offerProviders, onBug, onChange }: AskingParts,
): () => Promise<Asking> {
	return once(async () => {
		const {
			askingCommands,
			changesCommands,
			chatRoute,
			createFindings,
			createRoutes,
			delegating,
			race,
			tellUnanswered,
			trusted,
		} = await import('./lazy/asking.ts');
		const { journal, documents, clockFace, late, settings } = house;
		const story = (route: string) => house.stories().find((each) => each.route === route) ?? null;
		const common: ChatRouteParts = {
			...requestParts(house),
			journal,
			beforeRoute: (request, folder) => beforeRoute(house, request, folder),
			router: (folder) => ({
				...routerParts(house, folder),
				prepare: async (...given) => (await sending()).prepare(...given),
			}),
		};
		const routes = createRoutes({
			...requestParts(house),
			...common,
			documents,
			clockFace,
			story,
			onBug,
			onChange,
			onUnanswered(outcome, again) {
				if (outcome.because === 'no-provider-configured') {
					void offerProviders();
				} else {
					void tellUnanswered(outcome, clockFace, again);
				}
			},
			changesReview: (...given) => changes.review(...given),
		});
		const pathsIn = async (folder: string) => (await late.workspace()).paths(folder);
		const pending = async (folder: string) => (await late.workspace()).pending(folder);
		const findings = createFindings();
		const recognise: Recognise = async (text, evidence) => (await recogniser())(text, evidence);
		const delegation = delegating(pathsIn, settings, async (...given) => (await sending()).ask(...given));
		const racing = race({ routes, settings, story, ask: delegation });
		const handlers = {
			...askingCommands(routes, {
				pathsIn,
				recognise,
				nameable: settings,
				complete: async (...given) => (await sending()).complete(...given),
				ask: async (...given) => (await sending()).ask(...given),
				reading: { findings, pending },
			}),
			'switchyard.clearFindings': () => {
				findings.clear();
			},
			...changesCommands(routes, () => changes.view()),
			'switchyard.race': async (...given: readonly unknown[]) => {
				if (await trusted()) {
					await racing(...given);
				}
			},
		};
		const inChat: AskInChat = (request, view, asker) => chatRoute(request, view, asker, common);
		return {
			routes,
			delegation,
			inChat,
			handlers,
			dispose: () => {
				findings.dispose();
			},
		};
	});
}
