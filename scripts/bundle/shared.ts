import type { BuildOptions } from 'esbuild';
import { errorNames } from './errorNames.ts';
import { openaiParts } from './openaiParts.ts';

/** What holds for every bundle of the extension. */
export const shared = {
	bundle: true,
	platform: 'node',
	target: 'node22',
	// The CommonJS form of jsonc-parser asks for its files in a way that can't be bundled.
	mainFields: ['module', 'main'],
	charset: 'utf8',
	legalComments: 'none',
	logLevel: 'warning',
	external: ['vscode'],
	// Files beside a room lie beside its bundle too.
	define: { 'import.meta.dirname': '__dirname' },
	plugins: [errorNames, openaiParts],
} as const satisfies BuildOptions;
