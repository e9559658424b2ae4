import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Errors of execa are called what their classes are called, which the bundler shortens: this writes the names out. */
export const errorNames: Plugin = {
	name: 'error-names',
	setup(bundler) {
		bundler.onLoad({ filter: /execa[\\/]lib[\\/]return[\\/]final-error\.js$/ }, ({ path }) => ({
			contents: readFileSync(path, 'utf8').replace(/\b(\w+Error)\.name\b/g, (_, name: string) => JSON.stringify(name)),
		}));
	},
};
