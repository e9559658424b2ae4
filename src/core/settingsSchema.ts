import * as v from 'valibot';
import { protocolOf, travelsOpenly } from './address.ts';
import { kinds } from './provider.ts';
import { billings, capabilities, type Capability, reaches } from './request.ts';

export const text = (what: string) =>
	v.pipe(v.string(`expected ${what}`), v.nonEmpty(`expected ${what}, got an empty text`));
/** One of a few words; anything else is named together with what is known. */
export const oneOf = <const T extends readonly string[]>(options: T) =>
	v.picklist(options, ({ input, received }) =>
		typeof input === 'string'
			? `unknown value${shown(received)}; known: ${options.join(', ')}`
			: `expected one of: ${options.join(', ')}`,
	);
export const environmentName = v.pipe(
	text('the name of an environment variable'),
	v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'not the name of an environment variable'),
);
const fit = v.pipe(
	v.number('expected a number from 0 to 1'),
	v.minValue(0, 'must be from 0 to 1'),
	v.maxValue(1, 'must be from 0 to 1'),
);

const amount = (what: string) =>
	v.pipe(v.number(`expected ${what}`), v.finite(`expected ${what}`), v.minValue(0, 'must be at least 0'));

const profileSchema = v.strictObject(
	{
		name: v.pipe(text('a name'), v.regex(/^[\w.-]{1,64}$/, 'use letters, digits, ".", "_" and "-", 64 at most')),
		keyFrom: v.optional(
			v.pipe(
				text('"env:" and the name of an environment variable'),
				v.regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, 'use "env:" and the name of an environment variable'),
			),
		),
	},
	'expected an object with a "name"',
);

const webProtocols: ReadonlySet<string | null> = new Set(['http:', 'https:']);

const baseUrl = v.pipe(
	text('an http or https address'),
	v.check((value) => !/\s/.test(value) && webProtocols.has(protocolOf(value)), 'expected an http or https address'),
	v.check(
		(value) => !URL.canParse(value) || new URL(value).username + new URL(value).password === '',
		'a key does not belong in an address: use a profile and "Switchyard: Set Key"',
	),
	v.check((value) => !/[?#]/.test(value), 'leave out "?" and "#"'),
);

export const agentName = v.pipe(
	text('the name of an agent'),
	v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'use small letters, digits and "-" for the name of an agent, 32 at most'),
);

const common = {
	id: v.pipe(
		text('an id'),
		v.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'use letters, digits, ".", "_" and "-", 64 at most, a letter or digit first'),
	),
	model: v.optional(text('the name of a model')),
	capabilities: v.optional(
		v.union(
			[v.array(oneOf(capabilities)), v.partial(v.strictObject(fits()))],
			({ input }) =>
				unknownCapability(input) ?? 'expected a list of capabilities, or an object with a fit from 0 to 1 for each',
		),
	),
	contextTokens: v.optional(
		v.pipe(
			v.number('expected a whole number'),
			v.integer('expected a whole number'),
			v.minValue(1, 'must be at least 1'),
		),
	),
	maxOutputTokens: v.optional(
		v.pipe(
			v.number('expected a whole number'),
			v.integer('expected a whole number'),
			v.minValue(1, 'must be at least 1'),
		),
	),
	keywords: v.optional(
		v.array(
			v.pipe(
				text('a word'),
				v.trim(),
				v.minLength(2, 'use at least two characters'),
				v.maxLength(60, 'use 60 characters at most'),
			),
			'expected a list of words',
		),
	),
	cost: v.optional(
		v.strictObject(
			{ input: amount('US dollars per million tokens'), output: amount('US dollars per million tokens') },
			'expected an object with "input" and "output", US dollars per million tokens',
		),
	),
	latency: v.optional(amount('milliseconds')),
	weight: v.optional(
		v.pipe(
			v.number('expected a whole number'),
			v.integer('expected a whole number'),
			v.minValue(1, 'must be at least 1'),
			v.maxValue(1000, 'must be at most 1000'),
		),
	),
	exempt: v.optional(v.boolean('expected true or false')),
	reach: v.optional(oneOf(reaches)),
	billing: v.optional(oneOf(billings)),
	enabled: v.optional(v.boolean('expected true or false')),
};

/** Any vendor but `ownVendor`, however it is written; without a flag, which the schema of the manifest could not have. */
const notOurs = /^(?![Ss][Ww][Ii][Tt][Cc][Hh][Yy][Aa][Rr][Dd]$)/;

/** One entry of `switchyard.providers`, by kind. Unknown properties are errors: a misspelt one must not pass in silence. */
export const providerSchema = v.variant(
	'kind',
	[
		v.strictObject({
			...common,
			kind: v.literal('openai'),
			baseUrl: v.optional(baseUrl),
			api: v.optional(oneOf(['chat', 'responses'])),
			model: text('the name of a model'),
			profiles: v.optional(
				v.pipe(
					v.array(profileSchema, 'expected a list of profiles'),
					v.minLength(1, 'leave it out, or name at least one profile'),
				),
			),
		}),
		v.strictObject({ ...common, kind: v.literal('agent-cli'), agent: agentName }),
		v.strictObject({
			...common,
			kind: v.literal('vscode-lm'),
			vendor: v.optional(
				v.pipe(
					text('a vendor'),
					v.regex(notOurs, 'these are the models that Switchyard itself offers: it would ask itself for ever'),
				),
			),
			family: v.optional(text('a family')),
			version: v.optional(text('a version')),
		}),
		v.strictObject({ ...common, kind: v.literal('acp'), agent: agentName }),
	],
	({ path, received }) => {
		if (path?.at(-1)?.key !== 'kind') {
			return 'expected an object with "id" and "kind"';
		}
		return received === 'undefined' ? 'is missing' : `unknown kind${shown(received)}; known: ${kinds.join(', ')}`;
	},
);
export type ProviderEntry = v.InferOutput<typeof providerSchema>;

/** `switchyard.providers`, valid as a whole or not at all. */
export const providersSchema = v.pipe(
	v.array(providerSchema, 'expected a list of providers'),
	v.rawCheck(({ dataset, addIssue }) => {
		if (!dataset.typed) {
			return;
		}
		dataset.value.forEach((entry, index) => {
			const item = (key: 'id' | 'baseUrl' | 'profiles'): [v.ArrayPathItem, v.ObjectPathItem] => [
				{ type: 'array', origin: 'value', input: dataset.value, key: index, value: entry },
				{ type: 'object', origin: 'value', input: entry, key, value: undefined },
			];
			if (dataset.value.findIndex((other) => other.id === entry.id) < index) {
				addIssue({ message: `two providers have the id "${entry.id}"`, path: item('id') });
			}
			if (entry.kind !== 'openai') {
				return;
			}
			if (travelsOpenly(entry.baseUrl ?? '') && entry.profiles !== undefined) {
				addIssue({
					message: 'a key would travel unencrypted: use https, or leave out "profiles" for a server without keys',
					path: item('baseUrl'),
				});
			}
			const names = (entry.profiles ?? []).map((profile) => profile.name);
			if (new Set(names).size < names.length) {
				addIssue({ message: 'two profiles have the same name', path: item('profiles') });
			}
		});
	}),
);

/** `switchyard.routing.chains`: per capability who comes first. Ids are compared with the providers elsewhere. */
export const chainsSchema = v.pipe(
	v.unknown(),
	v.check((value) => !Array.isArray(value), 'expected an object with a list of provider ids for each capability'),
	v.record(
		oneOf(capabilities),
		v.pipe(
			v.array(v.pipe(v.string('expected the id of a provider'), v.trim()), 'expected a list of provider ids'),
			v.minLength(1, 'name at least one provider, or leave the capability out'),
			v.transform((ids) => [...new Set(ids)]),
		),
		'expected an object with a list of provider ids for each capability',
	),
	v.transform((chains): Readonly<Partial<Record<Capability, readonly string[]>>> => chains),
);

/** `switchyard.routing.aliases`: other names for providers. */
export const aliasesSchema = v.record(
	v.pipe(
		v.string(),
		v.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'use letters, digits, ".", "_" and "-" for the name of an alias'),
	),
	text('the id of a provider, or its id and model as "id/model"'),
	'expected an object with the id of a provider for each alias',
);

/** The first issue, as a path in settings.json and a sentence. */
export function firstProblem(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): {
	readonly path: string;
	readonly message: string;
} {
	const [outer] = issues;
	// Of two forms that a value can have, the one whose problem lies further inside is the one that was meant.
	const inner = outer.issues?.find((nested) => nested.path !== undefined && nested.type !== 'strict_object');
	const issue = inner ?? outer;
	const keys = [...(outer.path ?? []), ...(inner?.path ?? [])].map(({ key }) => key);
	const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	const unknownKey = issue.expected === 'never';
	const missing = issue.type === 'strict_object' && !unknownKey && issue.received === 'undefined';
	return {
		path,
		message: unknownKey ? 'unknown property' : missing ? 'is missing' : issue.message,
	};
}

function fits(): Record<Capability, typeof fit> {
	return Object.fromEntries(capabilities.map((capability) => [capability, fit])) as Record<Capability, typeof fit>;
}

function unknownCapability(input: unknown): string | null {
	const names = typeof input === 'object' && input !== null ? Object.keys(input) : [];
	const unknown = names.find((name) => !capabilities.some((capability) => capability === name));
	return unknown === undefined
		? null
		: `unknown capability ${JSON.stringify(unknown)}; known: ${capabilities.join(', ')}`;
}

/** A wrong value is repeated only where it is a plain word: a key that landed in the wrong place must not reach the log. */
function shown(received: string): string {
	return /^"[a-z][a-z-]{0,30}"$/i.test(received) ? ` ${received}` : '';
}

/** Seconds as milliseconds. */
export const seconds = (least: number, most: number) =>
	v.pipe(
		v.number('expected a number of seconds'),
		v.minValue(least, `must be at least ${least}`),
		v.maxValue(most, `must be at most ${most}`),
		v.transform((value) => value * 1000),
	);
