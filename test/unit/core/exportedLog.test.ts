import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { PublicNames } from '../../../src/core/anonymousNames.ts';
import type { RouterEvent } from '../../../src/core/events.ts';
import { exportLog } from '../../../src/core/exportedLog.ts';
import { healthy } from '../../../src/core/health.ts';
import { parseLog } from '../../../src/core/parsedLog.ts';
import { blameKey, blames, type Provider } from '../../../src/core/provider.ts';
import { replay, type RouteLog } from '../../../src/core/replay.ts';
import { lookUp, publicNames } from '../../../src/lazy/catalogue.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { kept, keptLog, parsed } from '../../replay/logs.ts';
import { answered, attemptEnd } from '../../support/events.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { runsOf } from '../../support/runs.ts';
import { settingsFor } from '../../support/settings.ts';
import { logs } from '../../support/simulatedLog.ts';

const origin = { version: '1.2.3', exportedAt: '2026-01-01T00:00:00.000Z' };
const nothingPublic: PublicNames = { hosts: new Set(), knowsModel: () => false };

function exported(log: RouteLog, known: PublicNames = nothingPublic): string {
	return exportLog(log, origin, known);
}

/** A log of these events alone. */
function logOf(...events: readonly RouterEvent[]): RouteLog {
	return { before: healthy, events: events.map((event) => ({ ...event, at: start })) };
}

/** A route among these providers that was begun and went nowhere. */
function begun(providers: readonly Provider[], accounts: readonly string[] = []): RouterEvent {
	const settings = routingOf(settingsFor(providers));
	return { type: 'request-start', route: 'route-1', request: facts(), settings, kinds: ['openai'], accounts };
}

/** The providers as the export of one route names them. */
function providersIn(text: string): readonly Provider[] {
	return parsed(text).events.flatMap((event) => (event.type === 'request-start' ? event.settings.providers : []));
}

describe('an exported route log', () => {
	it('is a header and a line for each event', () => {
		const text = exported(logOf(begun([llm('a')]), { type: 'readiness', provider: 'a', notReady: null }));
		assert.ok(text.endsWith('\n'));
		const [header, ...events] = text
			.trimEnd()
			.split('\n')
			.map((line): unknown => JSON.parse(line));
		assert.deepEqual(header, { format: 1, ...origin, events: 2, before: healthy });
		assert.equal(events.length, 2);
		const result = parseLog(text);
		assert.ok(result.ok);
		assert.deepEqual(result.header, header);
	});

	it('never holds an internal host, a path, a file, a command, a variable, a keyword or the name of a profile or a model of one’s own', () => {
		const secret = 'canary.corp.internal';
		const address = `https://${secret}:8443`;
		const provider = llm('my-gateway', {
			baseUrl: `${address}/v1/tenants/CANARY-tenant/openai`,
			model: 'CANARY-model',
			profiles: [keyed('CANARY-work'), { name: 'second', key: { from: 'environment', variable: 'CANARY_KEY' } }],
			keywords: ['CANARY-project'],
		});
		const file = llm('file', { baseUrl: 'http://localhost:8080/v1', model: '/home/canary/models/own.gguf' });
		const tuned = llm('tuned', { baseUrl: 'https://api.openai.com/v1', model: 'ft:gpt-4o-mini:canary::1' });
		const cooldown = { until: start, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const keys = [
			`endpoint ${address}`,
			`model ${address} CANARY-model`,
			`profile ${address}#CANARY-work`,
			`profile ${address}#env:CANARY_KEY`,
			'endpoint https://canary.elsewhere.example',
			'profile https://10.11.12.13#CANARY-old',
			'something canary',
		];
		const cooldowns = Object.fromEntries(keys.map((key) => [key, cooldown]));
		const failure = {
			kind: 'unreachable',
			message: `${secret} cannot be reached`,
			retryAfterMs: null,
			evidence: { code: secret.toUpperCase(), status: 502, type: 'server_error' },
		} as const;
		const notReady = { reason: 'unreachable', message: `No answer from https://${secret}/v1.` } as const;
		const accounts = [`${address}#CANARY-work`, 'https://canary.gone.example#CANARY', 'canary'];
		const log = {
			before: { ...healthy, cooldowns, notReady: { file: notReady }, probes: { [keys[0] ?? '']: 'route-1' } },
			events: logOf(
				// Told of a host before anything else names it.
				{ type: 'readiness', provider: 'my-gateway', notReady },
				begun([provider, file, tuned], accounts),
				attemptEnd(provider, { ok: false, failure }),
				attemptEnd(file, { ok: true, model: '/home/canary/models/own.gguf', usage: null, changedFiles: null }),
				{ type: 'tool', route: 'route-1', attempt: 1, tool: 'edit', count: 2, target: 'src/CANARY.ts' },
				{ type: 'tool', route: 'route-1', attempt: 1, tool: 'command', count: 3, target: 'CANARY' },
				{ type: 'usage', route: 'route-1', attempt: 1, usage: { inputTokens: 4711, outputTokens: 1, cost: null } },
				{ type: 'keys-changed', account: `${address}#CANARY-work` },
				{ type: 'cooldowns-learnt', cooldowns },
				{ type: 'cooldowns-reset', keys },
				{ type: 'settings-problem', path: 'switchyard.providers[1].canary', message: 'unknown property' },
				{ type: 'settings-problem', path: 'canary', message: 'no provider has the id "canary"2" at all' },
			).events,
		};
		const text = exported(log, publicNames);
		assert.doesNotMatch(text, /canary|corp\.internal|10\.11\.12\.13|tenant|second/i);
		assert.match(text, /"baseUrl":"https:\/\/host-\d\.example:8443\/v1\/…\/…\/openai"/);
		assert.match(text, /"message":"host-\d\.example cannot be reached"/);
		assert.match(text, /"evidence":\{"code":"…","status":502,"type":"server_error"\}/);
		assert.match(text, /"path":"switchyard.providers\[1\]","message":"unknown property"/);
		assert.match(text, /"message":"no provider has the id \\"…\\" at all"/);
		assert.match(text, /"id":"my-gateway"/);
		assert.match(text, /"tool":"edit","count":2,"at"/);
		assert.match(text, /"inputTokens":4711/);
	});

	it('renames of a provider all that is not known to be harmless', () => {
		/** A property that is added has to be given here to compile: may a stranger read it? */
		const treated: Readonly<Record<keyof Provider, 'kept' | 'renamed'>> = {
			id: 'kept',
			kind: 'kept',
			model: 'renamed',
			baseUrl: 'renamed',
			endpoint: 'renamed',
			api: 'kept',
			agent: 'renamed',
			selector: 'renamed',
			profiles: 'renamed',
			capabilities: 'kept',
			reach: 'kept',
			billing: 'kept',
			contextTokens: 'kept',
			maxOutputTokens: 'kept',
			cost: 'kept',
			latency: 'kept',
			keywords: 'renamed',
			weight: 'kept',
			exempt: 'kept',
			enabled: 'kept',
		};
		const selector = { vendor: 'corp', family: null, id: null, version: null };
		const own = llm('own', { agent: '/opt/own agent', selector, profiles: [keyed('work')], keywords: ['invoice'] });
		const [found] = providersIn(exported(logOf(begun([own]))));
		const seen = Object.entries(own).map(([name, value]): [string, string] => [
			name,
			isDeepStrictEqual(value, found?.[name as keyof Provider]) ? 'kept' : 'renamed',
		]);
		assert.deepEqual(Object.fromEntries(seen), treated);
	});

	it('keeps what everybody knows: public hosts and models, servers on this machine, and the profile “default”', () => {
		const vendor = llm('vendor', { baseUrl: 'https://openrouter.ai/api/v1', model: 'org/free:model' });
		const local = llm('local', { baseUrl: 'http://127.0.0.1:11434/v1', model: 'my-qwen' });
		const known = ['claude-opus-5', 'gpt-5.5', 'gpt-4o'].find((name) => lookUp(null, name) !== null);
		assert.ok(known !== undefined);
		const gateway = llm('gateway', { baseUrl: 'https://llm.corp.internal/v1', model: known });
		const [one, two, three] = providersIn(exported(logOf(begun([vendor, local, gateway])), publicNames));
		assert.deepEqual([one, two], [vendor, local]);
		assert.deepEqual([three?.model, three?.endpoint], [known, 'https://host-1.example']);
	});

	it('leaves as it is what holds no name of the user’s', () => {
		const codex = agent('codex');
		const events: readonly RouterEvent[] = [
			begun([codex]),
			attemptEnd(codex, answered),
			{ type: 'review-end', route: 'route-1', verdict: 'accepted' },
			{ type: 'statistics-learnt', stats: {}, credits: { codex: 1 } },
			{ type: 'settings-problem', path: 'switchyard.reach', message: 'unknown value' },
		];
		const log = logOf(...events);
		assert.deepEqual(parsed(exported(log)), log);
	});

	it('numbers keywords and variables in the order of the settings', () => {
		const key = { from: 'environment', variable: 'OWN_KEY' } as const;
		const own = llm('own', { keywords: ['invoice', 'payroll'], profiles: [{ name: 'default', key }] });
		const [found] = providersIn(exported(logOf(begun([own]))));
		assert.deepEqual(found?.keywords, ['keyword-1', 'keyword-2']);
		assert.deepEqual(found.profiles, [{ name: 'default', key: { from: 'environment', variable: 'VARIABLE_1' } }]);
	});

	it('tells the model that answered by the name that it has in the settings', () => {
		const own = llm('own', { baseUrl: 'https://llm.corp.internal', model: 'tuned' });
		const text = exported(
			logOf(begun([own]), attemptEnd(own, { ok: true, model: 'tuned', usage: null, changedFiles: null })),
		);
		const ends = parsed(text).events.flatMap((event) => (event.type === 'attempt-end' ? [event.end] : []));
		assert.deepEqual(ends, [{ ok: true, model: providersIn(text)[0]?.model, usage: null, changedFiles: null }]);
	});

	const settings: Readonly<Record<string, string>> = {
		'switchyard.providers[12].canary': 'switchyard.providers[12]',
		'switchyard.routing.chains.testing[1]': 'switchyard.routing.chains',
		'switchyard.workspace.reach': 'switchyard.workspace.reach',
		canary: '…',
	};
	for (const [path, told] of Object.entries(settings)) {
		it(`tells of the setting ${path} as ${told}`, () => {
			const text = exported(logOf({ type: 'settings-problem', path, message: 'unknown property' }));
			const [event] = parsed(text).events;
			assert.ok(event?.type === 'settings-problem');
			assert.equal(event.path, told);
		});
	}

	it('gives no two names one substitute, nor one that somebody has as a name', () => {
		const names = ['profile-1', 'work', 'profile-2'].map((name) => keyed(name));
		const one = llm('one', {
			baseUrl: 'https://host-2.example',
			model: 'model-2',
			profiles: [keyed('home'), ...names],
		});
		const two = llm('two', { baseUrl: 'https://a.example', model: 'model-1' });
		const found = providersIn(exported(logOf(begun([one, two]))));
		assert.equal(new Set(found.map(({ endpoint }) => endpoint)).size, 2);
		assert.equal(new Set(found[0]?.profiles.map(({ name }) => name)).size, 4);
		const here = { baseUrl: 'http://localhost:1' };
		const [own, other] = providersIn(
			exported(logOf(begun([llm('own', { ...here, model: '~/own' }), llm('other', { ...here, model: 'model-1' })]))),
		);
		assert.notEqual(own?.model, other?.model);
	});

	it('random routes come to the same decisions after export and parsing', () => {
		fc.assert(
			fc.property(logs, fc.boolean(), (log, known) => {
				const own = replay(log);
				assert.deepEqual(own.first, null);
				const hosts = new Set(known ? ['one.example'] : []);
				const text = exported(log, { hosts, knowsModel: () => known });
				assert.deepEqual(replay(parsed(text)), own);
				assert.ok(known || !text.includes('one.example'));
			}),
			{ numRuns: runsOf(500) },
		);
	});

	const ambiguous: Readonly<Record<string, Partial<Provider>>> = {
		'an agent whose name has spaces': { kind: 'acp', agent: 'my own agent', baseUrl: null, model: 'm x' },
		'a server that is asked for whatever model it takes': { baseUrl: 'https://llm.corp.internal', model: null },
	};
	for (const [what, different] of Object.entries(ambiguous)) {
		it(`keeps the cooldowns of ${what}`, () => {
			const provider = llm('a', different);
			const cooldown = { until: start + 1000, reason: 'overloaded', stated: true, strikes: 1, at: start } as const;
			const keys = (of: Provider) => blames.map((blame) => blameKey(blame, of, of.profiles[0]));
			const cooldowns = Object.fromEntries(keys(provider).map((key) => [key, cooldown]));
			const text = exported({ ...logOf(begun([provider])), before: { ...healthy, cooldowns } });
			const [found] = providersIn(text);
			assert.ok(found !== undefined);
			assert.deepEqual(Object.keys(parsed(text).before.cooldowns), keys(found));
		});
	}
});

describe('a text that is no route log', () => {
	const header = JSON.stringify({ format: 1, ...origin, events: 1, before: healthy });
	const event = JSON.stringify({ ...begun([llm('a')]), at: start });
	const readiness = { type: 'readiness', provider: 'a', notReady: null, at: 1 };
	const cases: Readonly<Record<string, readonly [text: string, line: number, message: RegExp]>> = {
		'an empty one': ['', 1, /not the header of an exported log: not JSON/],
		'no JSON': [`${header}\nhello`, 2, /not an event: not JSON/],
		'an empty line': [`${header}\n\n${event}`, 2, /not an event: not JSON/],
		'another format': [header.replace('"format":1', '"format":2'), 1, /header.*: format must be 1/],
		'a header that is a number': ['5', 1, /^not the header of an exported log: expected an object$/],
		'a header without a memory': [
			JSON.stringify({ format: 1, ...origin, events: 0 }),
			1,
			/header.*: before is missing/,
		],
		'a memory that is damaged': [
			header.replace('"cooldowns":{}', '"cooldowns":{"constructor":{}}'),
			1,
			/header.*: before.cooldowns expected cooldowns by name/,
		],
		'an event without a time': [
			`${header}\n{"type":"readiness"}`,
			2,
			/not an event: at expected a number|at is missing/,
		],
		'an unknown event': [`${header}\n{"type":"surprise","at":1}`, 2, /not an event: type unknown value/],
		'an event without its route': [`${header}\n{"type":"request-skip","at":1}`, 2, /not an event: route/],
		'an event that is a list': [`${header}\n[]`, 2, /not an event: type/],
		'an event that is damaged inside': [
			`${header}\n${event.replace('"kind":"openai"', '"kind":"magic"')}`,
			2,
			/not an event: settings.providers\[0\].kind unknown value/,
		],
		'too few events': [header, 1, /announces 1 events, and 0 follow/],
		'too many events': [
			`${header}\n${[readiness, readiness].map((each) => JSON.stringify(each)).join('\n')}`,
			3,
			/and 2/,
		],
	};
	for (const [what, [text, line, message]] of Object.entries(cases)) {
		it(`is told with its line: ${what}`, () => {
			const result = parseLog(text);
			assert.ok(!result.ok);
			assert.equal(result.line, line);
			assert.match(result.message, message);
		});
	}

	it('line ends of another system and a byte order mark do no harm', () => {
		assert.ok(parseLog(`\uFEFF${header}\r\n${event}\r\n \r\n`).ok);
	});

	it('a byte order mark inside a text stays', () => {
		const told = { ...readiness, notReady: { reason: 'unreachable', message: 'a\uFEFFb' } };
		const result = parseLog(`${header}\n${JSON.stringify(told)}`);
		assert.deepEqual(result.ok && result.log.events, [told]);
	});

	it('a damaged log is refused or replayed, and nothing throws', () => {
		const texts = kept.map((name) => exported(keptLog(name)).trimEnd().split('\n'));
		const damage = fc.record({
			lines: fc.constantFrom(...texts),
			place: fc.nat(100),
			steps: fc.array(fc.nat(100), { minLength: 1, maxLength: 7 }),
			instead: fc.constantFrom<unknown>(null, 'x', -1, 0.5, true, [], {}, [null], { a: null }),
		});
		const tries = runsOf(2000);
		let replayed = 0;
		fc.assert(
			fc.property(damage, ({ lines, place, steps, instead }) => {
				const at = place % lines.length;
				const text = lines.with(at, JSON.stringify(damaged(JSON.parse(lines[at] ?? ''), steps, instead))).join('\n');
				const result = parseLog(text);
				if (result.ok) {
					replayed++;
					replay(result.log);
				}
			}),
			{ numRuns: tries },
		);
		assert.ok(replayed > 0 && replayed < tries, String(replayed));
	});

	it('any text at all is refused without throwing', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), fc.json(), (one, other) => {
				assert.equal(parseLog(`${one}\n${other}`).ok, false);
			}),
		);
	});
});

/** The value with something else in one place, which the steps lead to. */
function damaged(value: unknown, [step = 0, ...steps]: readonly number[], instead: unknown): unknown {
	if (typeof value !== 'object' || value === null) {
		return instead;
	}
	const entries = Object.entries(value);
	const chosen = entries[step % Math.max(1, entries.length)]?.[0];
	const changed = entries.flatMap(([name, each]): [string, unknown][] =>
		name !== chosen ? [[name, each]] : steps.length > 0 ? [[name, damaged(each, steps, instead)]] : [[name, instead]],
	);
	return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}
