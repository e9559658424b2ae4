import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** The folder of the SDK, with what follows it in a path. */
const inSdk = /\/node_modules\/openai\/((?:resources|lib)\/.+)\.mjs$/;

/** What is asked of the SDK: chat completions and responses. The lists of resources name the others as well. */
const usedResources = /^resources\/(index|chat|chat\/.+|responses|responses\/responses)$/;

/** Its conveniences on top of a request: loops that run tools, and streams that gather events. */
const unusedConveniences = /^lib\/(beta\/.+|(.+\/)?\w+(Runner|Stream))$/;

/**
 * Leaves out of the SDK of OpenAI what is never asked: its client makes an object of every resource there is, images and
 * fine-tuning and all, so that nothing of them would be shaken off. Each becomes an empty class of the same name.
 */
export const openaiParts: Plugin = {
	name: 'openai-parts',
	setup(bundler) {
		bundler.onLoad({ filter: /openai[\\/](resources|lib)[\\/]/ }, ({ path }) => {
			const part = inSdk.exec(path.replaceAll('\\', '/'))?.[1];
			return part === undefined || isUsed(part)
				? undefined
				: { contents: namesOf(readFileSync(path, 'utf8')).map(emptyClass).join('\n') };
		});
	},
};

function isUsed(part: string): boolean {
	return part.startsWith('lib/') ? !unusedConveniences.test(part) : usedResources.test(part) || part.endsWith('/index');
}

/** What a module of the SDK exports. A name that is missed here is missed by the bundler too, which then fails. */
function namesOf(module: string): string[] {
	const declared = [...module.matchAll(/^export (?:class|const|let|var|function|async function) ([\w$]+)/gm)];
	const listed = [...module.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = '']) =>
		list.split(',').map((item) => item.split(' as ').at(-1)?.trim() ?? ''),
	);
	return [...new Set([...declared.map(([, name = '']) => name), ...listed])].filter((name) => name !== '');
}

function emptyClass(name: string): string {
	return name === 'default' ? 'export default class {}' : `export class ${name} {}`;
}
