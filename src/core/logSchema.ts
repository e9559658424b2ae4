import * as v from 'valibot';
import { agentOnFailures } from './agent.ts';
import type { RouterEvent } from './events.ts';
import { consequences, type FailureKind } from './failure.ts';
import { kinds } from './provider.ts';
import { billings, capabilities, reaches } from './request.ts';
import { consents, onFailures, onRefusals } from './settings.ts';
import { firstProblem } from './settingsSchema.ts';
import { strategies } from './strategy.ts';

// What a replay reads of a log that anybody may have edited. Whatever else stands there is left alone.

const text = v.string('expected a text');
const number = v.pipe(v.number('expected a number'), v.finite('expected a number'));
const count = v.pipe(number, v.integer('expected a whole number'), v.minValue(0, 'must be at least 0'));
const flag = v.boolean('expected true or false');
const word = <const T extends readonly string[]>(options: T) => v.picklist(options, 'unknown value');
const only = <const T extends v.Literal>(value: T) => v.literal(value, 'unknown value');
const list = <T extends v.GenericSchema>(each: T) => v.array(each, 'expected a list');
const object = <T extends v.ObjectEntries>(entries: T) =>
	v.looseObject(entries, ({ received }) => (received === 'undefined' ? 'is missing' : 'expected an object'));

/** Any names at all, those too that every object has. */
const recordOf = (each: v.GenericSchema, what: string) =>
	v.custom<Readonly<Record<string, unknown>>>(
		(value) =>
			typeof value === 'object' &&
			value !== null &&
			!Array.isArray(value) &&
			Object.values(value).every((one) => v.is(each, one)),
		`expected ${what} by name`,
	);

const failureKind = word(Object.keys(consequences) as FailureKind[]);
const capability = word(capabilities);
const fit = v.pipe(number, v.minValue(0, 'must be from 0 to 1'), v.maxValue(1, 'must be from 0 to 1'));

const cooldowns = recordOf(
	object({ until: number, reason: failureKind, stated: flag, strikes: count, at: number }),
	'cooldowns',
);
const statistics = recordOf(
	object({
		attempts: count,
		successes: count,
		failures: count,
		firstOutputMs: v.optional(list(number)),
		tookMs: v.optional(list(number)),
	}),
	'statistics',
);
const credits = recordOf(number, 'numbers');
const notReady = object({ message: text });

export const headerSchema = object({
	format: v.literal(1, 'must be 1'),
	version: text,
	exportedAt: text,
	events: count,
	before: object({
		cooldowns,
		stats: statistics,
		notReady: recordOf(notReady, 'reasons'),
		credits: v.optional(credits),
		probes: v.optional(recordOf(text, 'routes')),
	}),
});

const profile = object({
	name: text,
	key: v.variant(
		'from',
		[
			object({ from: only('secrets') }),
			object({ from: only('environment'), variable: text }),
			object({ from: only('none') }),
		],
		'expected where the key comes from',
	),
});

const price = { input: number, output: number };

const provider = object({
	id: text,
	kind: word(kinds),
	model: v.nullable(text),
	endpoint: text,
	profiles: v.pipe(list(profile), v.minLength(1, 'must not be empty')),
	capabilities: v.nullable(recordOf(fit, 'numbers')),
	reach: word(reaches),
	billing: word(billings),
	contextTokens: v.nullable(number),
	maxOutputTokens: v.nullable(number),
	cost: v.nullable(object({ ...price, above: v.optional(list(object({ tokens: number, ...price }))) })),
	latency: v.nullable(number),
	weight: number,
	exempt: flag,
	enabled: flag,
});

const passedOver = list(object({ provider: text, reason: text }));
const question = object({ about: word(['billing', 'side-effect', 'refused', 'hand-off']), provider: text });
const handOffQuestion = object({ about: only('hand-off'), from: text });
const billingQuestion = object({ about: only('billing'), from: word(billings), to: word(billings) });
const asked = v.pipe(
	question,
	v.check((value) => value.about !== 'hand-off' || v.is(handOffQuestion, value), 'expected whose work it is'),
	v.check((value) => value.about !== 'billing' || v.is(billingQuestion, value), 'expected the billings'),
);

const request = object({
	task: word(['text', 'code', 'changes']),
	needs: list(object({ capability, score: fit })),
	reach: word(reaches),
	billing: word(billings),
	contextTokens: number,
	optionalTokens: v.optional(number),
	answerTokens: number,
	limits: object({ cost: v.nullable(number), firstOutputMs: v.nullable(number) }),
	isolation: word(['available', 'no-folder', 'no-git']),
	deadline: number,
	pinned: v.nullable(text),
	preferred: list(text),
	kind: word(['any', 'llm', 'agent']),
	keywords: list(object({ provider: text, keyword: count })),
	excluded: list(text),
	setOut: v.nullable(word(billings)),
	seed: number,
});

const settings = object({
	providers: list(provider),
	strategy: word(strategies),
	onFailure: word(onFailures),
	maxAttempts: count,
	retry: count,
	chains: recordOf(list(text), 'lists'),
	consent: word(consents),
	onRefused: word(onRefusals),
	agentOnFailure: v.nullable(word(agentOnFailures)),
});

const end = v.union(
	[
		object({
			ok: only(true),
			usage: v.nullable(object({ inputTokens: v.nullable(number), outputTokens: v.nullable(number) })),
		}),
		object({
			ok: only(false),
			failure: object({ kind: failureKind, message: text, retryAfterMs: v.nullable(number) }),
			leftFiles: v.optional(count),
		}),
	],
	'expected how the attempt ended',
);

const routeEnd = v.union(
	[object({ answered: only(true), provider: text }), object({ answered: only(false), because: text, passedOver })],
	'expected how the route ended',
);

const attempt = { attempt: count, provider, profile };

/** By type: what besides the route and the time. */
const schemas: Readonly<Record<RouterEvent['type'], v.GenericSchema>> = {
	'request-start': object({ route: text, request, settings, kinds: list(word(kinds)), accounts: list(text) }),
	'attempt-start': object({
		route: text,
		...attempt,
		because: text,
		estimatedCost: v.nullable(number),
		turn: v.optional(recordOf(number, 'numbers')),
		goesOnFrom: v.optional(object({ provider: text, attempt: count, files: count })),
		passedOver,
	}),
	'request-wait': object({ route: text, provider: text, until: number, passedOver }),
	'request-skip': object({ route: text, provider: text }),
	'request-ask': object({ route: text, question: asked, passedOver }),
	'request-consent': object({ route: text, question: asked, granted: flag }),
	'first-output': object({ route: text }),
	'hand-off-failed': object({ route: text, from: text }),
	'clean-up-failed': object({ route: text }),
	tool: object({ route: text }),
	usage: object({ route: text }),
	'attempt-end': object({
		route: text,
		...attempt,
		end,
		tookMs: number,
		firstOutputMs: v.nullable(number),
		cost: v.nullable(number),
		jitter: v.optional(number),
	}),
	'request-end': object({ route: text, end: routeEnd, attempts: count }),
	'review-end': object({ route: text, files: v.optional(count), of: v.optional(count) }),
	readiness: object({ provider: text, notReady: v.nullable(notReady) }),
	'keys-changed': object({ account: text }),
	'cooldowns-learnt': object({ cooldowns }),
	'statistics-learnt': object({ stats: statistics, credits }),
	'statistics-reset': object({}),
	'cooldowns-reset': object({ keys: v.nullable(list(text)) }),
	'settings-problem': object({}),
};

const stamped = object({ type: word(Object.keys(schemas) as RouterEvent['type'][]), at: number });

/** What keeps a value from being an event of a log, for people; `null`: nothing. */
export function eventProblem(value: unknown): string | null {
	const outer = v.safeParse(stamped, value);
	if (!outer.success) {
		return problemOf(outer.issues);
	}
	const inner = v.safeParse(schemas[outer.output.type], value);
	return inner.success ? null : problemOf(inner.issues);
}

/** The first problem of a value, for people, with the place in the value where there is one. */
export function problemOf(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
	const { path, message } = firstProblem(issues);
	return `${path.slice(1)} ${message}`.trim();
}
