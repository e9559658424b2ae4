import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../../src/core/decide.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Remedy } from '../../../src/core/remedy.ts';
import { decisionsOf } from '../../../src/core/replay.ts';
import type { CodeRequest } from '../../../src/core/request.ts';
import type { PassedOverReason, Situation } from '../../../src/core/situation.ts';
import { whyPage } from '../../../src/editor/whyPage.ts';
import { remedyText } from '../../../src/editor/whyRemedy.ts';
import { duration } from '../../../src/editor/figures.ts';
import { said } from '../../../src/editor/whyWords.ts';
import type { Asker, RouterParts } from '../../../src/router/parts.ts';
import { situations } from '../../support/arbitraries.ts';
import { fails, type Play, says } from '../../support/adapters.ts';
import { keyed, llm } from '../../support/providers.ts';
import { facts, request, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';
import { Stage } from '../../support/stage.ts';
import { clockFace } from './telling.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];
const tenMinutes = 600_000;
const limit = fails({ kind: 'rate-limited', message: 'The rate limit is reached.', retryAfterMs: tenMinutes });
const hostile =
	'](command:evil) [x](command:evil) <b> `code` **bold** # $(zap) http://evil.example | ~~x~~\n\n# y\n- z';

describe('the page about a route', () => {
	it('[T17] says first who answered and who comes before it and could not', async () => {
		const { page } = await routed([
			[a, limit],
			[b, says('hello')],
			[c, says('never')],
		]);
		assert.deepEqual(page.slice(0, 2), [
			'# Why b answered',
			'Generate Code, at 00:00. **b** answered after 0 ms and 2 attempts. **a** (limit) comes before it and could not answer. In all it cost nothing.',
		]);
	});

	it('[T9] lists each attempt with its cause, and when the provider wants to be asked again', async () => {
		const { tables } = await routed([
			[a, limit],
			[b, says('hello')],
		]);
		assert.deepEqual(tables[0], [
			['#', 'Asked', 'Model', 'How it went', 'Took', 'Cost'],
			[
				'1',
				'**a**',
				'a-model',
				'**limit**: the rate limit is reached; it says to come back at 00:10',
				'0 ms',
				'nothing',
			],
			['2', '**b**', 'b-model', 'answered, first output after 0 ms', '0 ms', 'nothing'],
		]);
	});

	it('[T17] shows the decisions, the latest first, each with everybody', async () => {
		const { headings, tables } = await routed([
			[a, limit],
			[b, says('hello')],
			[c, says('never')],
		]);
		assert.deepEqual(headings, [
			'# Why b answered',
			'## The decisions, the latest first',
			'### 2. b is asked',
			'### 1. a is asked',
			'## What was asked',
		]);
		assert.deepEqual(tables[1], [
			['#', 'Provider', 'How it stands', 'What would change it'],
			['1', 'a', 'asked already, limit', 'Ready again **00:10**, as the provider itself says; or *Reset Cooldowns…*'],
			['2', '**b**', '**asked**', ''],
			['3', 'c', 'next in line', 'First with @c in the question'],
		]);
	});

	it('says of the first choice that it is', async () => {
		const { page } = await routed([[a, says('hello')]]);
		assert.equal(
			page[1],
			'Generate Code, at 00:00. **a** answered after 0 ms. It is the first choice. In all it cost nothing.',
		);
	});

	it('[U8] names the model that answered beside the one that was asked', async () => {
		const play: Play = async () => ({ ok: true, text: 'hello', model: 'a-model-2026', usage: null });
		const { tables } = await routed([[a, play]]);
		assert.equal(tables[0]?.[1]?.[2], 'a-model; a-model-2026 answered');
	});

	it('[U23] adds up what it cost, failed attempts included', async () => {
		const metered = { billing: 'metered', cost: { input: 1e4, output: 1e4 } } as const;
		const broken = fails({ kind: 'bad-output', message: 'The answer is empty.' });
		const { page, tables } = await routed([
			[llm('a', metered), broken],
			[llm('b', metered), says('hello')],
		]);
		assert.match(page[1] ?? '', /In all it cost \$2\.00\./);
		assert.deepEqual(
			tables[1]?.map((row) => row[2]),
			['Would cost', 'about $1.00', 'about $1.00'],
		);
	});

	it('says that a part of the cost is not known', async () => {
		const { page } = await routed([[llm('a', { billing: 'metered' }), says('hello')]]);
		assert.match(page[1] ?? '', /In all it cost an amount that is not known\./);
	});

	it('[U23] tells a question that the user was asked, with the answer', async () => {
		const dear = llm('dear', { billing: 'metered' });
		const { headings, page } = await routed(
			[
				[a, limit],
				[dear, says('hello')],
			],
			undefined,
			{ answer: async () => true },
		);
		assert.ok(headings.includes('### 2. A question about dear'));
		assert.ok(page.includes('You said **yes**.'));
		assert.ok(
			page.some((line) => line.includes('**dear** comes next, but it is paid by use, and the first choice is free')),
		);
	});

	it('[R8] says of a wait whether it is for one that was asked, or for one that named a near time', async () => {
		const wait = (tried: Situation['tried']) => {
			const decision = { type: 'wait', provider: 'a', until: start + 60_000, passedOver: [] } as const;
			const decisions = [{ at: start, situation: { ...situation([a]), tried }, decision }];
			return plain(whyPage({ decisions, events: [], now: start }, clockFace));
		};
		assert.match(wait([tried(a)]), /What failed may pass by itself, so \*\*a\*\* is asked once more at 00:01\./);
		assert.match(wait([]), /\*\*a\*\* named a time that is near, 00:01, so it is waited for\./);
		assert.match(wait([]), /### 1\. A wait for a\n/);
	});

	it('[T9] says why nobody answered', async () => {
		const { page, headings } = await routed([[a, limit]]);
		assert.equal(headings[0], '# Why nobody answered');
		assert.match(page[1] ?? '', /It ended after 0 ms and 1 attempt: nobody could answer\./);
		assert.equal(headings[2], '### 2. The end: nobody could answer');
	});

	it('[R3] names the profile where there are several', async () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const parts = { accounts: async () => ['https://two.example#home'] };
		const { page, tables } = await routed([[two, says('hello')]], undefined, {}, parts);
		assert.equal(tables[0]?.[1]?.[1], '**two** (home)');
		assert.ok(page.some((line) => line.endsWith('It is asked with its profile **home**.')));
	});

	it('[T18] gives the keyword that brought a provider forward in the user’s own words', async () => {
		const worded = llm('worded', { keywords: ['sql', 'data base'] });
		const asked = request({ keywords: [{ provider: 'worded', keyword: 1 }] });
		const { page, tables } = await routed(
			[
				[a, says('never')],
				[worded, says('hello')],
			],
			asked,
		);
		assert.ok(page.some((line) => line.startsWith('Its keyword “data base” stands in the question')));
		assert.deepEqual(
			tables[1]?.map((row) => row[2]),
			['Why there', 'keyword “data base”', ''],
		);
		assert.ok(page.some((line) => line.includes('“data base” is a keyword of **worded**')));
	});

	it('is about who is asked while the route runs', async () => {
		const stage = new Stage([[a, says('hello')]]);
		await stage.route();
		const events = stage.journal.events().filter(({ type }) => type === 'request-start' || type === 'attempt-start');
		const decisions = decisionsOf({ before: stage.journal.before(), events }, 'route-1');
		const lines = whyPage({ decisions, events, now: start + 3200 }, clockFace).split('\n');
		assert.equal(lines[0], '# Why a is asked');
		assert.equal(
			lines[2]?.replaceAll('\u00a0', ' '),
			'Generate Code, at 00:00. Under way for 3.2 s. It is the first choice.',
		);
	});

	it('says so when nothing has been decided', () => {
		assert.match(whyPage({ decisions: [], events: [], now: start }, clockFace), /Nothing was decided yet/);
	});
});

describe('the page about a request that is not sent', () => {
	it('[T17] says who would be asked and that nothing was sent', () => {
		assert.deepEqual(dryRun(situation([a, b])).slice(0, 3), [
			'# a would be asked',
			'This is how a question of 20 characters would go just now. Nothing was sent.',
			'It comes first in the order of your settings.',
		]);
	});

	it('[A6] says that nobody would be, and why', () => {
		const nobody = situation([llm('a', { profiles: [keyed('work')] })]);
		assert.equal(dryRun(nobody)[0], '# Nobody would be asked');
		assert.ok(dryRun(nobody).some((line) => line.includes('| no key | Run *Set Key…* |')));
		assert.equal(dryRun(situation([])).length > 2, true);
	});

	it('[T21] says plainly that it is not sure, with the scores', () => {
		const recognised = {
			from: ['text', 'selection'],
			sure: false,
			candidates: [
				{ capability: 'debugging', score: 0.31 },
				{ capability: 'testing', score: 0.22 },
			],
		} as const;
		const unsure = situation([a], { request: facts({ needs: [], recognised }) });
		assert.match(
			dryRun(unsure).join('\n'),
			/\*\*not sure\*\*, told by your words and the selection\. Likeliest: debugging 31 %, testing 22 %\./,
		);
	});

	it('[T6] tells what the user wrote into the question for Switchyard', () => {
		const wishes = facts({
			preferred: ['b', 'a'],
			kind: 'llm',
			excluded: ['c'],
			needs: [
				{ capability: 'testing', score: 1 },
				{ capability: 'deep-thinking', score: 0.5 },
			],
			recognised: { from: ['directive'], sure: true, candidates: [] },
		});
		const page = dryRun(situation([a, b, c], { request: wishes }));
		assert.ok(page.includes('- **Kind of work:** testing, told by what you wrote for Switchyard.'));
		assert.ok(page.includes('- **Effort:** think at length.'));
		assert.ok(page.includes('- **Your wishes:** **b**, then **a** first; only LLMs; without **c**.'));
	});

	const titles: Readonly<Record<Situation['settings']['strategy'], readonly [string, string] | null>> = {
		ordered: null,
		'capability-first': null,
		'cost-optimized': ['Price', 'paid by use, $2.50 per million tokens'],
		'latency-optimized': ['First output', '1.5 s, by your settings'],
		'local-first': ['Your code', 'stays on this machine'],
		'round-robin': ['Saved turns', '1'],
		weighted: ['Saved turns', '1'],
	};
	for (const [strategy, expected] of Object.entries(titles)) {
		it(`[T26] shows what ${strategy} compares`, () => {
			const one = llm('one', { billing: 'metered', cost: { input: 2, output: 4 }, latency: 1500 });
			const settings = settingsFor([one], { strategy: strategy as Situation['settings']['strategy'] });
			const table = tablesOf(dryRun(situation([one], { settings })))[0] ?? [];
			const at = table[0]?.indexOf(expected?.[0] ?? '') ?? -1;
			assert.deepEqual(at < 0 ? null : [table[0]?.[at], table[1]?.[at]], expected);
		});
	}
});

describe('what would change it, in words', () => {
	const away = { until: start + tenMinutes, reason: 'rate-limited', stated: false, blame: 'endpoint' } as const;
	const texts: Readonly<Record<PassedOverReason, readonly (readonly [object, RegExp])[]>> = {
		'not-picked': [[{ picked: 'x' }, /^\*\*x\*\* is locked, or was asked for alone: choose \*Auto\*/]],
		disabled: [[{}, /^Set its `enabled` to `true`$/]],
		'not-the-kind': [
			[{ asked: 'llm' }, /asks for an LLM: leave out the `@llm`/],
			[{ asked: 'agent' }, /asks for an agent: leave out the `@agent`/],
		],
		cannot: [[{ kind: 'vscode-lm' }, /you allowed the kind `vscode-lm` to Switchyard, and not to the extension/]],
		'no-folder': [[{}, /^Open a folder/]],
		'no-git': [[{}, /^Run `git init`/]],
		'edits-files': [[{}, /^Name it in the question \(@codex\)/]],
		reach: [
			[
				{ needed: 'standard', allowed: 'private' },
				/stays within your organisation \(`private`\): set `switchyard.reach` to `standard`/,
			],
		],
		billing: [
			[{ needed: 'metered', by: 'request' }, /paid by use, which is dearer than this request may be/],
			[{ needed: 'metered', by: 'never-cross' }, /set `switchyard.consent` to `ask`/],
			[{ needed: 'metered', by: 'no' }, /you said no/],
		],
		'too-small': [[{ has: 8192, needed: 12_000 }, /^It takes 8,192 tokens, and 12,000 are needed/]],
		'too-dear': [
			[
				{ limit: 1, spent: 0, expected: null },
				/price is not known, and `switchyard.routing.maxCost` is set: give it a `cost`/,
			],
			[
				{ limit: 1, spent: 0.5, expected: 0.75 },
				/^About \$0\.75 after \$0\.50 spent is beyond \$1\.00: raise `switchyard.routing.maxCost`$/,
			],
			[{ limit: 1, spent: 0, expected: 2 }, /^About \$2\.00 is beyond \$1\.00/],
		],
		'too-slow': [
			[{ limitMs: 500, expectedMs: null }, /`switchyard.routing.maxLatencySeconds` is set: give it a `latency`/],
			[{ limitMs: 500, expectedMs: 2000 }, /^2.0 s until its first output is beyond 500 ms/],
		],
		'not-ready': [
			[{ reason: 'not-logged-in', message: 'Log in with codex login.' }, /^log in with codex login$/i],
			[{ reason: 'not-installed', message: '' }, /^not-installed$/],
		],
		'no-key': [
			[{ variables: [], secrets: true }, /^Run \*Set Key…\*$/],
			[
				{ variables: ['KEY'], secrets: false },
				/^Set \*\*KEY\*\* in the environment that VS Code starts in; one that was used at another address is let go by \*Set Key…\*$/,
			],
			[{ variables: ['KEY'], secrets: true }, /^Run \*Set Key…\*, or set \*\*KEY\*\*/],
		],
		excluded: [
			[{ continues: false }, /by -@codex or by going on without it, or for this window, in \*Select Provider…\*$/],
			[{ continues: true }, /^Its answer was sent back/],
		],
		tried: [
			[{ failure: null, away: null }, /^The next request may ask it again$/],
			[{ failure: null, away }, /^Ready again \*\*00:10\*\*, everything at this address is left alone until then/],
		],
		'not-primary': [[{}, /`primary-only`/]],
		'llm-preferred': [[{}, /`prefer-llm`/]],
		cooling: [
			[{ away: null }, /^Ready again in a moment$/],
			[
				{ away: { ...away, stated: true } },
				/^Ready again \*\*00:10\*\*, as the provider itself says; or \*Reset Cooldowns…\*$/,
			],
			[
				{ away: { ...away, until: null, reason: 'unauthorized' } },
				/^Its key was refused: set a new one with \*Set Key…\*$/,
			],
			[{ away: { ...away, until: null } }, /^Run \*Reset Cooldowns…\*$/],
		],
		probing: [[{}, /^Another request asks it just now/]],
		'ranked-lower': [[{}, /^First with @codex in the question$/]],
	};
	for (const [type, all] of Object.entries(texts)) {
		it(`is said for ${type}`, () => {
			for (const [told, text] of all) {
				assert.match(plain(remedyText({ type, ...told } as Remedy, 'codex', clockFace)), text);
			}
		});
	}
});

describe('the page, whatever is on it', () => {
	it('[T17] has a row for everybody and words for everything, and is the same each time', () => {
		fc.assert(
			fc.property(situations, (each) => {
				const decisions = [{ at: each.now, situation: each, decision: decide(each) }];
				const page = whyPage({ decisions, events: null, now: each.now }, clockFace);
				const rows = tablesOf(page.split('\n')).flat().slice(1);
				const named = rows.map(([, id]) => id?.replaceAll('*', ''));
				assert.deepEqual(named.sort(), each.settings.providers.map(({ id }) => id).sort());
				assert.doesNotMatch(page, /undefined|NaN|Infinity|\[object/);
				assert.equal(whyPage({ decisions, events: null, now: each.now }, clockFace), page);
				assert.ok(rows.every((cells) => cells.length === rows[0]?.length));
			}),
			{ numRuns: 500, seed: 20260101 },
		);
	});

	it('reads nothing but its own words as Markdown, whatever providers, models, profiles and keywords are called', async () => {
		const evil = llm(hostile, {
			model: hostile,
			baseUrl: null,
			keywords: [hostile],
			profiles: [keyed(hostile), { name: 'other', key: { from: 'environment', variable: hostile } }],
		});
		const parts = { accounts: async () => [`${evil.endpoint}#${hostile}`] };
		const asked = request({ command: hostile, keywords: [{ provider: hostile, keyword: 0 }], preferred: [hostile] });
		const failing = fails({ kind: 'bad-output', message: hostile });
		const pages = [
			await routed(
				[
					[evil, failing],
					[a, says('hello')],
				],
				asked,
				{},
				parts,
			),
			await routed([[evil, says('hello')]], asked, {}, parts),
			await routed([[evil, says('never')]], asked),
		];
		for (const { text } of pages) {
			const bare = text.replace(/\\./gs, '');
			assert.doesNotMatch(bare, /[<>[\]~$@]|`code|\/\//);
			assert.deepEqual(bare.match(/^[-#] .*[yz]$/gm), null);
		}
	});

	const marks = fc.constantFrom(...'\\`*_{}[]()#+-.!|<>&$~:/@"\'^=\n\r\t\u2028a1 '.split(/(?:)/u));

	it('keeps the words of others on one line, with no address in them', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: marks })), (text) => {
				const escaped = said(text);
				assert.doesNotMatch(escaped, /[\p{Cc}\p{Zl}\p{Zp}]/u);
				assert.doesNotMatch(escaped.replace(/\\./gs, ''), /[\\`*_{}[\]()#+\-.!|<>&$~:/@"'^=]/);
			}),
		);
	});
});

describe('a duration in words', () => {
	const durations: readonly (readonly [ms: number, text: string])[] = [
		[-5, '0 ms'],
		[999.4, '999 ms'],
		[1000, '1.0 s'],
		[9940, '9.9 s'],
		[12_400, '12 s'],
		[60_000, '1 min'],
		[125_000, '2 min 5 s'],
	];
	for (const [ms, text] of durations) {
		it(`is ${text} for ${ms} milliseconds`, () => {
			assert.equal(duration(ms).replaceAll('\u00a0', ' '), text);
		});
	}
});

/** The page about a route among these providers, once it has ended; `page`: its lines that are not empty. */
async function routed(
	cast: readonly (readonly [Provider, Play])[],
	asked: CodeRequest = request(),
	asker: Partial<Asker> = {},
	parts: Partial<RouterParts> = {},
) {
	const stage = new Stage(cast, { parts });
	await stage.route(asked, asker);
	const events = stage.journal.events();
	const decisions = decisionsOf({ before: stage.journal.before(), events }, 'route-1');
	const text = whyPage({ decisions, events, now: stage.clock.now() }, clockFace);
	const page = plain(text)
		.split('\n')
		.filter((line) => line !== '');
	return { text, page, headings: page.filter((line) => line.startsWith('#')), tables: tablesOf(page) };
}

/** The lines of the page about a request that is never sent. */
function dryRun(each: Situation): readonly string[] {
	const decisions = [{ at: each.now, situation: each, decision: decide(each) }];
	return plain(whyPage({ decisions, events: null, now: each.now }, clockFace))
		.split('\n')
		.filter((line) => line !== '');
}

/** As it is read: without the signs that keep Markdown from reading it as anything else. */
function plain(text: string): string {
	return text.replace(/\\(.)/g, '$1').replaceAll('\u00a0', ' ');
}

/** The cells of each table, row by row, the titles first. */
function tablesOf(lines: readonly string[]): readonly (readonly (readonly string[])[])[] {
	const tables: string[][][] = [];
	let before = '';
	for (const line of lines) {
		if (line.startsWith('| ') && !before.startsWith('|')) {
			tables.push([]);
		}
		if (line.startsWith('| ') && !line.includes('| --- |') && !line.includes('---:')) {
			tables.at(-1)?.push(line.slice(2, -2).split(' | '));
		}
		before = line;
	}
	return tables;
}
