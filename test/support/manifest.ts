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
	readonly activationEvents: readonly string[];
	readonly capabilities: {
		readonly untrustedWorkspaces: {
			readonly supported: unknown;
			readonly restrictedConfigurations: readonly string[];
		};
	};
	readonly contributes: {
		readonly commands: readonly {
			readonly command: string;
			readonly title: string;
			readonly category?: string;
			readonly enablement?: string;
		}[];
		readonly submenus: readonly { readonly id: string; readonly label: string }[];
		readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
		readonly views: Readonly<
			Record<string, readonly { readonly id: string; readonly icon?: string; readonly when?: string }[]>
		>;
		readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
		readonly configuration: {
			readonly properties: Readonly<Record<string, JsonSchema & { readonly scope: string }>>;
		};
	};
}

export const manifest = JSON.parse(readText('package.json')) as Manifest;

/** A file of the project, by its path from the root. */
export function readText(path: string): string {
	return readFileSync(resolve(root, path), 'utf8');
}
