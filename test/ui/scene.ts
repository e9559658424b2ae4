import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';
import { git, removeTemporaryFolder, temporaryFolder } from '../support/temporary.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';

/** A workbench on a small repository, with scripted providers. */
export interface Scene<Id extends string> {
	readonly folder: string;
	readonly workbench: Workbench;
	/** A server each: providers at one address share its outages. */
	readonly servers: Readonly<Record<Id, LlmServer>>;
	/** The key that each provider is configured with. */
	readonly keys: Readonly<Record<Id, string>>;
	/** Saves the active editor and waits until the file holds just this. */
	savedAs(file: string, expected: string): Promise<void>;
	/** How the attempts went, as the log tells: `1 alpha failed`. */
	attempts(): readonly string[];
	close(): Promise<void>;
}

export const cart = `export interface Item {
	name: string;
	price: number;
}

export function total(items: Item[]): number {
	let sum = 0;
	for (const item of items) {
		sum += item.price;
	}
	return sum;
}
`;

/** Opens the scene: `cart.ts` in a git repository, and a provider of kind `openai` for each id, in this order. */
export async function openScene<const Id extends string>(
	ids: readonly Id[],
	options: Partial<WorkbenchOptions> & {
		/** How a provider is paid; a server on this machine is free otherwise. */
		readonly billing?: Readonly<Partial<Record<Id, string>>>;
		/** What else is said of a provider in the settings. */
		readonly more?: Readonly<Partial<Record<Id, Readonly<Record<string, unknown>>>>>;
		/** Come before those of `ids`. */
		readonly providers?: readonly Readonly<Record<string, unknown>>[];
	} = {},
): Promise<Scene<Id>> {
	const folder = options.folder ?? temporaryFolder();
	if (options.folder === undefined) {
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
	}
	const started = await Promise.all(ids.map(async (id) => [id, await startLlmServer()] as const));
	const servers = Object.fromEntries(started) as Record<Id, LlmServer>;
	const keys = Object.fromEntries(ids.map((id) => [id, `sk-${id}-canary-4711`])) as Record<Id, string>;
	const providers = ids.map((id) => ({
		id,
		kind: 'openai',
		baseUrl: `${servers[id].origin}/${id}/v1`,
		model: `${id}-model`,
		...(options.billing?.[id] === undefined ? {} : { billing: options.billing[id] }),
		profiles: [{ name: 'test', keyFrom: `env:KEY_${id.toUpperCase()}` }],
		...options.more?.[id],
	}));
	const workbench = await openWorkbench({
		...options,
		folder,
		settings: {
			'switchyard.providers': [...(options.providers ?? []), ...providers],
			'editor.minimap.enabled': false,
			...options.settings,
		},
		env: { ...Object.fromEntries(ids.map((id) => [`KEY_${id.toUpperCase()}`, keys[id]])), ...options.env },
	});
	await workbench.status.waitFor();
	return {
		folder,
		workbench,
		servers,
		keys,
		async savedAs(file, expected) {
			await workbench.page.keyboard.press('Control+s');
			await eventually(() => readFileSync(path.join(folder, file), 'utf8'), expected);
		},
		attempts: () =>
			[...workbench.log().matchAll(/attempt (\d+): (\S+) (failed|answered) after/g)].map(
				([, number, who, how]) => `${number} ${who} ${how}`,
			),
		async close() {
			await workbench.close();
			await Promise.all(ids.map((id) => servers[id].close()));
			removeTemporaryFolder(folder);
		},
	};
}

/** Keeps a picture and the log of a test that failed. Call it in `afterEach`, bound to mocha's context. */
export async function keepEvidence(test: Mocha.Test | undefined, scene: Scene<string> | undefined): Promise<void> {
	if (test?.state === 'failed' && scene !== undefined) {
		await scene.workbench.screenshot(`failed-${test.title.replace(/\W+/g, '-').slice(0, 60)}`);
		console.error(scene.workbench.log());
	}
}
