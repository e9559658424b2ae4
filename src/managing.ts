import { homedir } from 'node:os';
import type { Provider } from './core/provider.ts';
import type { AddingParts } from './editor/addServer.ts';
import type { Chosen } from './editor/chosen.ts';
import type { managingIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import type { ImportParts } from './editor/importProviders.ts';
import type { RouteStory } from './editor/stories.ts';
import type { TestParts } from './editor/testProvider.ts';
import { beforeRoute, checkProviders, type House, requestParts, routerParts } from './house.ts';
import { once } from './late.ts';

export interface ManagingParts {
	/** The route that is still news. */
	readonly latest: () => RouteStory | null;
	/** Whether an answer waits for the user's word. */
	readonly waiting: () => boolean;
	/** From now on this is what the user has chosen for all requests of the window. */
	readonly choose: (chosen: Chosen) => void;
	readonly run: (command: string, given: readonly unknown[]) => Promise<void>;
	/** Aborted when the window goes. */
	readonly closing: AbortSignal;
}

/** What is about providers and their keys. */
export interface Managing {
	readonly handlers: Readonly<Record<(typeof managingIds)[number], Handler>>;
	/** There is no provider: says so, and offers what is on this machine. */
	readonly offerProviders: () => Promise<void>;
}

/** In milliseconds; a vendor's list of models is long, and a local server may wake up first. */
const listPatienceMs = 10_000;

/** Loads it at the first call. */
export function lateManaging(house: House, parts: ManagingParts): () => Promise<Managing> {
	return once(async () => {
		const room = await import('./lazy/managing.ts');
		const { agentProvider, choose, discover, findAndAdd, findLocalServers, offerProviders, openSwitcher } = room;
		const { providerGiven, setConsent, setReach, trusted } = room;
		const { health, journal, keys, late, settings, standing } = house;
		const agentCli = () => late.adapter('agent-cli');
		const adding = addingOf(house, parts, (agent) => agentProvider(agent, agent));
		const handlers: Managing['handlers'] = {
			'switchyard.selectProvider': () =>
				openSwitcher({
					source: () => ({
						standing: { ...standing(), settings: settings() },
						chosen: house.chosen(),
						story: parts.latest(),
						waiting: parts.waiting(),
					}),
					checked: Promise.all([
						house.catalogue(),
						health.refresh(),
						house.refreshAccounts(),
						checkProviders(house, settings().providers),
					]),
					clockFace: house.clockFace,
					choose: (choosing) => {
						parts.choose(choose(house.chosen(), choosing));
					},
					reset: (cooling) => {
						journal.append({ type: 'cooldowns-reset', keys: cooling });
					},
					run: parts.run,
				}),
			'switchyard.addProvider': async () => (await adding()).add(),
			'switchyard.importProviders': async () => (await adding()).importProviders(),
			'switchyard.testProvider': async (...given) => {
				if (await trusted()) {
					const { testProvider } = await import('./lazy/asking.ts');
					await testProvider(providerGiven(given), testPartsOf(house, parts));
				}
			},
			'switchyard.detectProviders': async () => {
				if (await trusted()) {
					const { findElsewhere, importProviders } = await adding();
					const find = async () => discover(await agentCli(), findLocalServers, process.env);
					await findAndAdd({ find, findElsewhere, importProviders }, settings().providers);
				}
			},
			'switchyard.setKey': async (...given) => {
				const { setKey, questions } = await house.keyRoom();
				await setKey(settings().providers, keys, journal, questions, providerGiven(given));
			},
			'switchyard.removeKey': async () => (await house.keyRoom()).removeKey(settings().providers, keys, journal),
			'switchyard.setReach': () => setReach(settings()),
			'switchyard.setConsent': () => setConsent(),
			'switchyard.openWalkthrough': () =>
				parts.run('workbench.action.openWalkthrough', ['switchyard.switchyard#switchyard.start', false]),
		};
		return {
			handlers,
			offerProviders: async () => offerProviders(await discover(await agentCli(), () => Promise.resolve([]), {})),
		};
	});
}

/** Adding and importing, which is loaded at its first use. `providerOf`: the provider that an agent would be. */
function addingOf(house: House, { run }: ManagingParts, providerOf: (agent: string) => Provider) {
	return once(async () => {
		const { addProvider, createAdding, findSources, importOf, importProviders, listModels, readExported } =
			await import('./lazy/adding.ts');
		const { keys, journal, late, isTrusted } = house;
		const server = createAdding(keys, (account) => {
			journal.append({ type: 'keys-changed', account });
		});
		const sources = () => findSources({ folder: homedir(), environment: process.env });
		const test = (provider: string) => run('switchyard.testProvider', [{ provider }]);
		const importing: ImportParts = { ...server, test, findSources: sources, readExported };
		const adding: AddingParts = {
			...server,
			test,
			environment: process.env,
			modelsAt: async (host) => (await import('./lazy/catalogue.ts')).modelsAt(host),
			listModels: (baseUrl, key) => listModels(baseUrl, key, listPatienceMs),
			check: async (agent) => (await late.adapter('agent-cli')).check(providerOf(agent)),
			mayAsk: isTrusted,
			importProviders: () => importProviders(importing),
		};
		return {
			add: () => addProvider(adding),
			importProviders: () => importProviders(importing),
			findElsewhere: async () =>
				(await sources()).map(({ from, files, told }) => ({ from, files, count: importOf(told).imported.length })),
		};
	});
}

function testPartsOf(house: House, { closing }: ManagingParts): TestParts {
	const { clockFace, journal } = house;
	return {
		...requestParts(house),
		journal,
		clockFace,
		closing,
		beforeRoute: (request, folder) => beforeRoute(house, request, folder),
		router: (folder) => routerParts(house, folder),
	};
}
