import { randomInt, randomUUID } from 'node:crypto';
import type { Provider } from './core/provider.ts';
import type { Chosen } from './editor/chosen.ts';
import type { AnswerDocuments } from './editor/documents.ts';
import type { HealthStore } from './editor/healthStore.ts';
import type { KeyQuestions } from './editor/keyQuestions.ts';
import type { Keys } from './editor/keys.ts';
import type { RequestParts } from './editor/newRequest.ts';
import type { Standing } from './editor/preview.ts';
import { notReadyOf, refreshReadiness } from './editor/readiness.ts';
import type { RouteStory } from './editor/stories.ts';
import type { ClockFace } from './editor/views.ts';
import type { Clock } from './router/clock.ts';
import type { Journal } from './router/journal.ts';
import type { RouterParts } from './router/parts.ts';
import type { CodeRequest } from './core/request.ts';
import type { Settings } from './core/settings.ts';
import type * as keysRoom from './lazy/keys.ts';
import { drivenKinds, type Late, once } from './late.ts';

/** What the window has from its start on, and hands to the rooms that are loaded later. */
export interface House {
	readonly clock: Clock;
	readonly clockFace: ClockFace;
	readonly journal: Journal;
	readonly documents: AnswerDocuments;
	readonly keys: Keys;
	readonly late: Late;
	readonly health: HealthStore;
	/** `folder`: what it narrows counts too. */
	readonly settings: (folder?: string | null) => Settings;
	/** Oldest first. */
	readonly stories: () => readonly RouteStory[];
	/** How everything stands now. */
	readonly standing: (folder?: string | null) => Standing;
	/** What the user has chosen for all requests of this window. */
	readonly chosen: () => Chosen;
	readonly isTrusted: () => boolean;
	/** Prices and context sizes, which come a moment after the start, and before the first route. */
	readonly catalogue: () => Promise<void>;
	/** Learns which keys there are. */
	readonly refreshAccounts: () => Promise<void>;
	readonly keyRoom: () => Promise<KeyRoom>;
}

/** What a request is made of. */
export function requestParts({ clock, settings, chosen }: House): RequestParts {
	return {
		clock,
		settings,
		chosen,
		newId: () => randomUUID().slice(0, 8),
		newSeed: () => randomInt(2 ** 31),
	};
}

/** What the router needs beside the clock, the journal and the settings, for a request about this folder. */
export function routerParts({ keys, late, settings }: House, folder: string | null): RouterRest {
	return {
		kinds: drivenKinds,
		folder,
		adapter: (kind) => late.adapter(kind),
		workspace: () => late.workspace(),
		describe: (changed) => late.describe(changed),
		readKey: (provider, profile) => keys.read(provider, profile),
		accounts: () => keys.accounts(settings().providers),
	};
}

type RouterRest = Omit<RouterParts, 'clock' | 'journal' | 'settings'>;

/** Finds out whether these can work, where their kind can be driven at all and the folder is trusted. */
export async function checkProviders(house: House, providers: readonly Provider[]): Promise<void> {
	if (providers.length > 0 && house.isTrusted()) {
		const driven = providers.filter((provider) => drivenKinds.includes(provider.kind));
		await refreshReadiness(
			driven,
			async (provider) => (await house.late.adapter(provider.kind)).check(provider),
			house.journal,
		);
	}
}

/** What is about keys. */
export interface KeyRoom extends Pick<typeof keysRoom, 'setKey' | 'removeKey'> {
	readonly questions: KeyQuestions;
}

/** Loads it at the first call. */
export function lateKeys(parts: Pick<House, 'keys' | 'journal' | 'standing'>): () => Promise<KeyRoom> {
	return once(async () => {
		const { editorQuestions, setKey, removeKey } = await import('./lazy/keys.ts');
		return { setKey, removeKey, questions: editorQuestions(parts) };
	});
}

/**
 * What could not work before may have been installed or logged in since; and a key that would go to another address than
 * the one it was given for is asked about, where a user asks for it.
 */
export async function beforeRoute(house: House, request: CodeRequest | null, folder: string | null): Promise<void> {
	await Promise.all([
		house.catalogue(),
		house.health.refresh(),
		checkProviders(house, notReadyOf(house.settings().providers, house.journal)),
	]);
	if (request !== null) {
		await (await house.keyRoom()).questions.settle(request.facts, folder);
	}
}

/** What an unexamined prompt asks for; loaded at the first one. */
export const recogniser = once(async () => (await import('./lazy/classify.ts')).createRecogniser());
