import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonSchema } from './jsonSchema.ts';

const root = resolve(import.meta.dirname, '../..');

interface MenuItem {
	readonly command?: string;
	readonly submenu?: string;
	readonly when?: string;
}

/** What the tests read of package.json. */
export interface Manifest {
	readonly main: string;
	readonly engines: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly extensionKind: readonly string[];
	readonly activationEvents: readonly string[];
	readonly capabilities: {
		readonly untrustedWorkspaces: {
			readonly supported: unknown;
			readonly restrictedConfigurations: readonly string[];
		};
		readonly virtualWorkspaces: { readonly supported: unknown };
	};
	readonly contributes: {
		readonly commands: readonly {
			readonly command: string;
			readonly title: string;
			readonly category?: string;
			readonly enablement?: string;
		}[];
		readonly keybindings: readonly {
			readonly command: string;
			readonly key: string;
			readonly mac?: string;
			readonly when?: string;
			readonly args?: unknown;
		}[];
		readonly submenus: readonly { readonly id: string; readonly label: string }[];
		readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
		readonly views: Readonly<
			Record<string, readonly { readonly id: string; readonly icon?: string; readonly when?: string }[]>
		>;
		readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
		readonly chatParticipants: readonly {
			readonly id: string;
			readonly name: string;
			readonly description: string;
			readonly commands: readonly { readonly name: string; readonly description: string }[];
		}[];
		readonly languageModelChatProviders: readonly { readonly vendor: string; readonly displayName: string }[];
		readonly walkthroughs: readonly {
			readonly id: string;
			readonly steps: readonly {
				readonly id: string;
				readonly title: string;
				readonly description: string;
				readonly media: { readonly svg: string; readonly altText: string };
				readonly completionEvents: readonly string[];
			}[];
		}[];
		readonly configuration: {
			readonly properties: Readonly<Record<string, JsonSchema & { readonly scope: string }>>;
		};
	};
}

/** package.json as it is written: its words are keys of package.nls.json, between percent signs. */
export const writtenManifest: unknown = JSON.parse(readText('package.json'));

/** What the keys stand for in English. */
export const manifestWords = JSON.parse(readText('package.nls.json')) as Readonly<Record<string, string>>;

/** package.json as VS Code reads it where it speaks English. */
export const manifest = worded(writtenManifest) as Manifest;

/** The same value with words for its keys; a key without words fails. */
function worded(value: unknown): unknown {
	if (typeof value === 'string') {
		const key = /^%(.+)%$/.exec(value)?.[1];
		return key === undefined ? value : wordsOf(key);
	}
	if (Array.isArray(value)) {
		return value.map(worded);
	}
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, worded(each)]))
		: value;
}

function wordsOf(key: string): string {
	const words = manifestWords[key];
	if (words === undefined) {
		throw new Error(`package.nls.json has no ${key}`);
	}
	return words;
}

/** A file of the project, by its path from the root. */
export function readText(path: string): string {
	return readFileSync(resolve(root, path), 'utf8');
}
