import { parseArgs } from 'node:util';

const kinds = ['unit', 'editor', 'ui', 'agents', 'desktop'] as const;
export type Kind = (typeof kinds)[number];

/** What the test command was asked to do. */
export interface TestRequest {
	readonly kinds: readonly Kind[];
	readonly grep: string | null;
	/** Test files to run instead of all of the kind. */
	readonly files: readonly string[];
}

/** Every kind that runs without more than the registry. */
const everywhere: readonly Kind[] = ['unit', 'editor', 'ui', 'agents'];

/** Reads `[KIND] [--grep PATTERN] [FILE…]`. Throws on anything else. */
export function readRequest(args: readonly string[]): TestRequest {
	const { values, positionals } = parseArgs({
		args: [...args],
		options: { grep: { type: 'string', short: 'g' } },
		allowPositionals: true,
	});
	const kind = kinds.find((name) => name === positionals[0]);
	const files = kind === undefined ? positionals : positionals.slice(1);
	if (files.length > 0 && (kind === undefined || kind === 'editor' || kind === 'desktop')) {
		throw new Error(`Test files can be named for unit, ui and agents alone, after the kind: ${files.join(' ')}`);
	}
	return { kinds: kind === undefined ? everywhere : [kind], grep: values.grep ?? null, files };
}
