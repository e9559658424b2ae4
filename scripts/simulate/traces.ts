import { changed, deepseek, flash, gpt, local, sonnet } from './providerModels.ts';
import type { LimitModel, Trace } from './trace.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Somebody at work who asks once a minute in the busiest hour. */
const alone = { perHour: 60 };

/** The same, and now and then a script or an agent asks for much at once. */
const bursting = { perHour: 60, bursts: { meanGapMs: hour, median: 40, withinMs: minute } };

/** Down for about an hour at the median, now and then for most of a day; more often than in life, so that a trace holds many. */
const longOutage = { meanGapMs: 2 * day, medianMs: hour, sigma: 1.2 };

/**
 * The limits of small accounts, as their vendors document them. Anthropic, tier 1: 50 requests a minute, a bucket that
 * fills evenly, refusals with `retry-after`. Gemini 2.5 Flash, free: 10 requests and 250,000 tokens a minute and 500
 * requests a day, which come back at midnight Pacific time.
 */
const sonnetPerMinute: LimitModel = {
	host: 'sonnet.example',
	rule: { type: 'bucket', holds: 50, perMinute: 50 },
	as: 'rate-limited',
	counts: 'requests',
	stated: true,
};
const sonnetTokens: LimitModel = {
	...sonnetPerMinute,
	rule: { type: 'bucket', holds: 40_000, perMinute: 40_000 },
	counts: 'tokens',
};
const flashPerMinute: LimitModel = {
	host: 'flash.example',
	rule: { type: 'window', holds: 10, everyMs: minute, offsetMs: 0 },
	as: 'rate-limited',
	counts: 'requests',
	stated: false,
};
const flashPerDay: LimitModel = {
	host: 'flash.example',
	rule: { type: 'window', holds: 500, everyMs: day, offsetMs: 8 * hour },
	as: 'quota-exhausted',
	counts: 'requests',
	stated: true,
};
/** The windows of Claude's subscriptions last five hours; how much they hold is not published. */
const fiveHours: LimitModel = {
	host: 'sonnet.example',
	rule: { type: 'window', holds: 120, everyMs: 5 * hour, offsetMs: 0 },
	as: 'quota-exhausted',
	counts: 'requests',
	stated: true,
};

/** One limit that says when to come back, or does not: everything else is the same. */
const hourly = (stated: boolean): readonly LimitModel[] =>
	['sonnet.example', 'gpt.example'].map((host) => ({
		host,
		rule: { type: 'window', holds: 25, everyMs: hour, offsetMs: 0 },
		as: 'rate-limited',
		counts: 'requests',
		stated,
	}));

const subscription = changed(sonnet, { billing: 'subscription', cost: undefined });
const free = changed(flash, { billing: 'free' });

const onFlakyDay = { share: 0.05, as: ['overloaded', 'unreachable', 'unknown', 'bad-output'] } as const;

/** One gateway in front of several models and two accounts. */
const siblings = ['large', 'medium', 'small'].map((name, index) =>
	changed(
		sonnet,
		{ id: name, baseUrl: 'https://gateway.example/v1', model: name, profiles: [{ name: 'work' }, { name: 'private' }] },
		{ firstOutputMs: [2120, 1500, 900][index] ?? 900 },
	),
);

export const traces: readonly Trace[] = [
	{
		name: 'bursts',
		about: 'steady work with bursts of some forty requests a minute against the limits of small accounts',
		providers: [sonnet, free, gpt],
		limits: [sonnetPerMinute, sonnetTokens, flashPerMinute],
		faults: [],
		load: bursting,
	},
	{
		name: 'quotas',
		about:
			'a subscription with windows of five hours and a free daily quota, both used up every day, then what is metered',
		providers: [subscription, free, gpt],
		limits: [fiveHours, flashPerDay],
		faults: [],
		load: { perHour: 90 },
	},
	{
		name: 'long outage',
		about: 'the favourite is down for an hour or several, every other day',
		providers: [sonnet, gpt, local],
		limits: [],
		faults: [{ host: 'sonnet.example', fault: { kind: 'outage', how: 'errors' }, rhythm: longOutage }],
		load: alone,
	},
	{
		name: 'silent outage',
		about: 'the same, but the favourite accepts the request and never says a word',
		providers: [sonnet, gpt, local],
		limits: [],
		faults: [{ host: 'sonnet.example', fault: { kind: 'outage', how: 'silent' }, rhythm: longOutage }],
		load: alone,
	},
	{
		name: 'flapping',
		about: 'for an hour or two a day the favourite and the second are down for a minute and up for two, by turns',
		providers: [sonnet, gpt, deepseek, local],
		limits: [],
		faults: [
			{
				host: 'sonnet.example',
				fault: { kind: 'outage', how: 'errors' },
				phases: { meanGapMs: day, medianMs: 90 * minute, sigma: 0.4 },
				rhythm: { meanGapMs: 2 * minute, medianMs: 45 * second, sigma: 0.8 },
			},
			{
				host: 'gpt.example',
				fault: { kind: 'outage', how: 'refused' },
				phases: { meanGapMs: day, medianMs: 90 * minute, sigma: 0.4 },
				rhythm: { meanGapMs: 2 * minute, medianMs: 45 * second, sigma: 0.8 },
			},
		],
		load: alone,
	},
	{
		name: 'slow and stalling',
		about: 'the favourite is eight times slower for hours, and at other times a third of its answers fall silent',
		providers: [sonnet, gpt, local],
		limits: [],
		faults: [
			{
				host: 'sonnet.example',
				fault: { kind: 'slow', factor: 8 },
				rhythm: { meanGapMs: day, medianMs: hour, sigma: 0.8 },
			},
			{
				host: 'sonnet.example',
				fault: { kind: 'stall', share: 0.33 },
				rhythm: { meanGapMs: 2 * day, medianMs: hour, sigma: 0.8 },
			},
		],
		load: alone,
	},
	{
		name: 'slow by turns',
		about: 'each API is six times slower for an hour or so a day, now this one, now that',
		providers: [sonnet, gpt, deepseek, local],
		limits: [],
		faults: ['sonnet.example', 'gpt.example', 'deepseek.example'].map((host) => ({
			host,
			fault: { kind: 'slow', factor: 6 } as const,
			rhythm: { meanGapMs: day, medianMs: hour, sigma: 0.8 },
		})),
		load: alone,
	},
	{
		name: 'flaky',
		about: 'of each API one answer in twenty fails by chance: an error, a broken connection, nothing of use',
		providers: [changed(sonnet, {}, { flaky: onFlakyDay }), changed(gpt, {}, { flaky: onFlakyDay }), local],
		limits: [],
		faults: [],
		load: alone,
	},
	{
		name: 'siblings',
		about:
			'three models with two accounts each at one gateway, which is now unreachable and now full; two others beside it',
		providers: [...siblings, gpt, local],
		limits: [
			{
				host: 'gateway.example',
				profile: 'work',
				rule: { type: 'bucket', holds: 50, perMinute: 50 },
				as: 'rate-limited',
				counts: 'requests',
				stated: true,
			},
		],
		faults: [
			{ host: 'gateway.example', fault: { kind: 'outage', how: 'refused' }, rhythm: longOutage },
			{ host: 'gateway.example', fault: { kind: 'outage', how: 'errors' }, rhythm: longOutage },
			{ provider: 'large', fault: { kind: 'outage', how: 'errors' }, rhythm: longOutage },
		],
		load: bursting,
	},
	{
		name: 'resets stated',
		about: 'two accounts that hold 25 requests an hour and say when to come back',
		providers: [sonnet, gpt, deepseek, local],
		limits: hourly(true),
		faults: [],
		load: alone,
	},
	{
		name: 'resets unstated',
		about: 'the same two accounts, and they do not say',
		providers: [sonnet, gpt, deepseek, local],
		limits: hourly(false),
		faults: [],
		load: alone,
	},
	{
		name: 'all down',
		about: 'the network is gone for a minute or ten, four times a day, and each API has outages of its own',
		providers: [sonnet, gpt, deepseek],
		limits: [],
		faults: [
			{ fault: { kind: 'outage', how: 'refused' }, rhythm: { meanGapMs: 6 * hour, medianMs: 3 * minute, sigma: 1 } },
			...['sonnet.example', 'gpt.example', 'deepseek.example'].map((host) => ({
				host,
				fault: { kind: 'outage', how: 'errors' } as const,
				rhythm: longOutage,
			})),
		],
		load: alone,
	},
	{
		name: 'only one',
		about: 'a single provider with short outages: whoever is left is asked although it cools',
		providers: [sonnet],
		limits: [],
		faults: [
			{ fault: { kind: 'outage', how: 'errors' }, rhythm: { meanGapMs: 4 * hour, medianMs: 2 * minute, sigma: 1 } },
		],
		load: alone,
	},
	{
		name: 'two windows',
		about: 'two windows of the editor that share what they learn, through outages and limits',
		providers: [sonnet, free, gpt, local],
		limits: [sonnetPerMinute, flashPerMinute, flashPerDay],
		faults: [
			{ host: 'sonnet.example', fault: { kind: 'outage', how: 'errors' }, rhythm: longOutage },
			{ host: 'gpt.example', fault: { kind: 'outage', how: 'refused' }, rhythm: longOutage },
		],
		load: bursting,
		windows: 2,
	},
	{
		name: 'everyday',
		about: 'a bit of everything: bursts, quotas, outages, slowness and one answer in a hundred that fails by chance',
		providers: [
			changed(sonnet, {}, { flaky: { ...onFlakyDay, share: 0.01 } }),
			changed(gpt, {}, { flaky: { ...onFlakyDay, share: 0.01 } }),
			free,
			local,
		],
		limits: [sonnetPerMinute, sonnetTokens, flashPerMinute, flashPerDay],
		faults: [
			{
				host: 'sonnet.example',
				fault: { kind: 'outage', how: 'errors' },
				rhythm: { ...longOutage, meanGapMs: 5 * day },
			},
			{ host: 'gpt.example', fault: { kind: 'outage', how: 'errors' }, rhythm: { ...longOutage, meanGapMs: 10 * day } },
			{
				fault: { kind: 'outage', how: 'refused' },
				host: 'flash.example',
				rhythm: { ...longOutage, meanGapMs: 10 * day },
			},
			{
				host: 'sonnet.example',
				fault: { kind: 'slow', factor: 4 },
				rhythm: { meanGapMs: 2 * day, medianMs: hour, sigma: 0.8 },
			},
			{
				host: 'gpt.example',
				fault: { kind: 'stall', share: 0.2 },
				rhythm: { meanGapMs: 10 * day, medianMs: hour, sigma: 0.8 },
			},
		],
		load: { perHour: 60, bursts: { meanGapMs: 4 * hour, median: 40, withinMs: minute } },
	},
];
