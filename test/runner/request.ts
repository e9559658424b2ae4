import { parseArgs } from 'node:util';

const kinds = ['unit', 'editor', 'ui', 'agents', 'more-agents', 'desktop'] as const;
export type Kind = (typeof kinds)[number];

/** What the test command was asked to do. */
export interface TestRequest {
	readonly kinds: readonly Kind[];
	readonly grep: string | null;
	/** Test files to run instead of all of the kind. */
	readonly files: readonly string[];
}

/** Every kind that runs without more than the registry, but for the agents that take a gigabyte and many minutes. */
const everywhere: readonly Kind[] = ['unit', 'editor', 'ui', 'agents'];

/** Reads `[KIND…] [--grep PATTERN] [FILE…]`. Throws on anything else. */
export function readRequest(args: readonly string[]): TestRequest {
	const { values, positionals } = parseArgs({
		args: [...args],
		options: { grep: { type: 'string', short: 'g' } },
		allowPositionals: true,
	});
	const named = kindsIn(positionals);
	const files = positionals.slice(named.length);
	if (files.length > 0 && (named.length !== 1 || named.some((kind) => kind === 'editor' || kind === 'desktop'))) {
		throw new Error(`Test files can be named after one kind: unit, ui, agents or more-agents: ${files.join(' ')}`);
	}
	return { kinds: named.length === 0 ? everywhere : named, grep: values.grep ?? null, files };
}

/** The kinds that the arguments begin with. */
function kindsIn(positionals: readonly string[]): readonly Kind[] {
	const [first, ...rest] = positionals;
	const kind = kinds.find((name) => name === first);
	return kind === undefined ? [] : [kind, ...kindsIn(rest)];
}
