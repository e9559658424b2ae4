import { isDeepStrictEqual } from 'node:util';

/** The part of JSON Schema that the manifest uses. */
export interface JsonSchema {
	readonly type?: string;
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly items?: JsonSchema;
	readonly minItems?: number;
	readonly uniqueItems?: boolean;
	readonly required?: readonly string[];
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly additionalProperties?: boolean | JsonSchema;
	readonly propertyNames?: JsonSchema;
	readonly anyOf?: readonly JsonSchema[];
	readonly oneOf?: readonly JsonSchema[];
	readonly enumDescriptions?: readonly string[];
	readonly default?: unknown;
}

type Rule = (value: unknown, schema: JsonSchema) => boolean;

/** Every keyword that decides; as in JSON Schema, each says nothing about values of other types. */
const rules: Readonly<Record<string, Rule>> = {
	type: (value, { type }) => type === typeOf(value) || (type === 'integer' && Number.isInteger(value)),
	const: (value, schema) => isDeepStrictEqual(value, schema.const),
	enum: (value, schema) => (schema.enum ?? []).some((each) => isDeepStrictEqual(each, value)),
	pattern: (value, { pattern = '' }) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
	minimum: (value, { minimum = 0 }) => typeof value !== 'number' || value >= minimum,
	maximum: (value, { maximum = 0 }) => typeof value !== 'number' || value <= maximum,
	items: (value, { items = {} }) => !Array.isArray(value) || value.every((each) => fits(each, items)),
	minItems: (value, { minItems = 0 }) => !Array.isArray(value) || value.length >= minItems,
	uniqueItems: (value) => !Array.isArray(value) || new Set(value).size === value.length,
	required: (value, { required = [] }) => !isObject(value) || required.every((name) => Object.hasOwn(value, name)),
	properties: (value, { properties = {} }) =>
		!isObject(value) ||
		Object.entries(properties).every(([name, schema]) => !Object.hasOwn(value, name) || fits(value[name], schema)),
	additionalProperties: (value, { additionalProperties, properties = {} }) =>
		!isObject(value) ||
		additionalProperties === true ||
		Object.entries(value).every(
			([name, each]) =>
				Object.hasOwn(properties, name) ||
				(typeof additionalProperties === 'object' && fits(each, additionalProperties)),
		),
	propertyNames: (value, { propertyNames = {} }) =>
		!isObject(value) || Object.keys(value).every((name) => fits(name, propertyNames)),
	anyOf: (value, { anyOf = [] }) => anyOf.some((schema) => fits(value, schema)),
	oneOf: (value, { oneOf = [] }) => oneOf.filter((schema) => fits(value, schema)).length === 1,
};

/** Keywords for people and for the settings editor. */
const silent = [
	'default',
	'defaultSnippets',
	'description',
	'enumDescriptions',
	'format',
	'markdownDescription',
	'order',
	'scope',
];

/** Whether a value is valid. Throws on a keyword that it does not know, rather than pass over it. */
export function fits(value: unknown, schema: JsonSchema): boolean {
	return Object.keys(schema).every((keyword) => {
		const rule = rules[keyword];
		if (rule === undefined && !silent.includes(keyword)) {
			throw new Error(`unknown keyword ${keyword}`);
		}
		return rule?.(value, schema) ?? true;
	});
}

function typeOf(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeOf(value) === 'object';
}
