import type { managingIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import type { RouteStory } from './editor/stories.ts';
import { checkProviders, type House } from './house.ts';
import { once } from './late.ts';

export interface ManagingParts {
	/** The route that is still news. */
	readonly latest: () => RouteStory | null;
	/** Whether an answer waits for the user's word. */
	readonly waiting: () => boolean;
	/** From now on this one answers; `null`: whoever is best. */
	readonly pin: (provider: string | null) => void;
	readonly run: (command: string, given: readonly unknown[]) => Promise<void>;
}

/** What is about providers and their keys. */
export interface Managing {
	readonly handlers: Readonly<Record<(typeof managingIds)[number], Handler>>;
	/** There is no provider: says so, and offers what is on this machine. */
	readonly offerProviders: () => Promise<void>;
}

/** Loads it at the first call. */
export function lateManaging(house: House, { latest, waiting, pin, run }: ManagingParts): () => Promise<Managing> {
	return once(async () => {
		const { discover, findAndAdd, findLocalServers, offerProviders, pickChoice, trusted } = await import(
			'./lazy/managing.ts'
		);
		const { clockFace, health, journal, keys, late, pinned, settings, standing } = house;
		const agentCli = () => late.adapter('agent-cli');
		const findProviders = async () => discover(await agentCli(), findLocalServers, process.env);
		return {
			handlers: {
				'switchyard.selectProvider': async () => {
					const source = () => ({ standing: standing(), pinned: pinned(), story: latest(), waiting: waiting() });
					const checked = Promise.all([
						house.catalogue(),
						health.refresh(),
						house.refreshAccounts(),
						checkProviders(house, settings().providers),
					]);
					const choice = await pickChoice(source, checked, clockFace);
					if (choice?.type === 'command') {
						await run(choice.command, choice.given);
					} else if (choice !== null) {
						pin(choice.type === 'pin' ? choice.provider : null);
					}
				},
				'switchyard.detectProviders': async () => {
					if (await trusted()) {
						await findAndAdd(findProviders, settings().providers);
					}
				},
				'switchyard.setKey': async () => {
					const { setKey, questions } = await house.keyRoom();
					await setKey(settings().providers, keys, journal, questions);
				},
				'switchyard.removeKey': async () => (await house.keyRoom()).removeKey(settings().providers, keys, journal),
			},
			offerProviders: async () => offerProviders(await discover(await agentCli(), () => Promise.resolve([]), {})),
		};
	});
}
