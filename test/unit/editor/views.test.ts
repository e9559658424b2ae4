import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PassedOver } from '../../../src/core/situation.ts';
import { nothingChosen } from '../../../src/editor/chosen.ts';
import type { RouteStory } from '../../../src/editor/stories.ts';
import { cause, markdown, passedOverText, seconds, statusView } from '../../../src/editor/views.ts';
import { sentencePart } from '../../../src/editor/spoken.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { agent, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { answeredAs, attemptStart, clockFace, requestEnd, requestStart, telling } from './telling.ts';

const away = Date.UTC(2026, 0, 1, 14, 32);

describe('words for people', () => {
	const passedOver: Readonly<Record<PassedOver['reason'], string>> = {
		'not-picked': 'another one is picked',
		disabled: 'switched off in the settings',
		cannot: 'a model of VS Code is not asked for other extensions',
		'not-the-kind': 'you asked for another kind of provider',
		'too-dear': 'beyond the cost limit, or its price is not known',
		'too-slow': 'beyond the latency limit, or its latency is not known',
		probing: 'another request finds out whether it works again',
		'no-folder': 'needs an open folder',
		'no-git': 'needs a git repository, to work in a copy',
		'edits-files': 'an agent is not asked when it is unclear what is needed',
		reach: 'your code may not travel that far',
		billing: 'dearer than allowed',
		'too-small': 'its context is too small',
		'not-ready': 'not ready',
		'no-key': 'no key',
		excluded: 'excluded',
		tried: 'was asked already',
		'not-primary': 'only the first choice is asked',
		'llm-preferred': 'after an agent failed, LLMs come first',
		cooling: 'cooling down',
		'ranked-lower': 'next in line',
	};
	for (const [reason, words] of Object.entries(passedOver)) {
		it(`tell that a provider was passed over for the reason ${reason}`, () => {
			const passed = { provider: 'codex', reason: reason as PassedOver['reason'] };
			assert.equal(passedOverText(passed, clockFace), `codex: ${words}`);
		});
	}

	it('[R19] tell of a cooldown by the failure behind it, and until when', () => {
		const passed = { provider: 'codex', reason: 'cooling', failure: 'rate-limited', until: away } as const;
		assert.equal(passedOverText(passed, clockFace), 'codex: limit, back 14:32');
	});

	it('tell of a provider that was tried by that alone, whatever its failure was', () => {
		const passed = { provider: 'codex', reason: 'tried', failure: 'rate-limited' } as const;
		assert.equal(passedOverText(passed, clockFace), 'codex: was asked already');
	});

	it('give the cause of a failure with the time of return', () => {
		const failure = { kind: 'rate-limited', message: 'Too many requests.', retryAfterMs: null } as const;
		const attempt = { provider: 'claude-code', failure, backAt: away };
		assert.equal(cause(attempt, clockFace), 'claude-code: limit, back 14:32');
		assert.equal(cause({ ...attempt, backAt: null }, clockFace), 'claude-code: limit');
		assert.equal(cause({ ...attempt, failure: null }, clockFace), 'claude-code: sent back by you');
	});

	const sentences: readonly (readonly [sentence: string, part: string])[] = [
		['The key was refused.', 'the key was refused'],
		['A request was too long', 'a request was too long'],
		['HTTP 500 came back.', 'HTTP 500 came back'],
		['the agent ended. It said nothing.', 'the agent ended. It said nothing'],
		['', ''],
	];
	for (const [sentence, part] of sentences) {
		it(`make “${sentence}” a part of another sentence`, () => {
			assert.equal(sentencePart(sentence), part);
		});
	}

	const durations: readonly (readonly [ms: number, text: string])[] = [
		[-5000, '0s'],
		[0, '0s'],
		[999, '0s'],
		[1000, '1s'],
		[59_999, '59s'],
		[60_000, '1m 00s'],
		[185_000, '3m 05s'],
		[3_661_000, '61m 01s'],
	];
	for (const [ms, text] of durations) {
		it(`write ${ms} milliseconds as ${text}`, () => {
			assert.equal(seconds(ms), text);
		});
	}
});

describe('the tooltip of the status bar', () => {
	const codex = agent('codex');
	const [local, far] = [llm('local'), llm('far')];

	it('lists the attempts with how each one stands and how long it took', async () => {
		const told = telling();
		told.append(requestStart({ command: 'delegate' }));
		told.append(attemptStart(local));
		await told.clock.advance(2000);
		told.append(attemptEnd(local, failed('rate-limited')));
		told.append(attemptStart(codex, 2));
		told.append({ type: 'tool', route: 'route-1', attempt: 2, tool: 'edit', count: 1 });
		await told.clock.advance(65_000);
		assert.deepEqual(tooltipLines(told.story(), told.clock.now()), [
			'**Switchyard** · Delegate Task',
			'1. **local** limit, back 00:00 · 2s',
			'2. **codex** working, 1 tool call · 1m 05s',
		]);
		told.append(attemptEnd(codex, answered));
		told.append(requestEnd({ answered: true, provider: 'codex', degraded: true }, 2));
		await told.clock.advance(9000);
		assert.equal(tooltipLines(told.story(), told.clock.now())[2], '2. **codex** answered · 1m 05s');
	});

	it('offers to go on or cancel while the route runs, and the list and the log afterwards', () => {
		const told = telling();
		told.append(requestStart());
		told.append(attemptStart(far));
		assert.deepEqual(linksIn(told.story()), ['command:switchyard.nextProvider', 'command:switchyard.cancel']);
		told.append(attemptEnd(far, failed('cancelled')));
		told.append(requestEnd({ answered: false, because: 'cancelled', passedOver: [] }));
		assert.deepEqual(linksIn(told.story()), [
			'command:switchyard.selectProvider',
			'command:switchyard.explainRoute?%5B%22latest%22%5D',
			'command:switchyard.showLog',
		]);
	});

	const hostile = '](command:evil) [x](command:evil) <b> `code` **bold** # $(zap) http://evil.example | ~~x~~';

	it('reads nothing but its own words as Markdown, whatever providers, models and commands are called', () => {
		const told = telling();
		told.append(requestStart({ command: hostile }));
		told.append(attemptStart(llm(hostile, { model: hostile, baseUrl: null })));
		const story = told.story();
		assert.deepEqual(linksIn(story), ['command:switchyard.nextProvider', 'command:switchyard.cancel']);
		const [heading, line] = tooltipLines(story, start).map(withoutEscapes);
		assert.match(heading ?? '', /^\*\*Switchyard\*\* · [^<>[\]()`*#$|~]*$/);
		assert.match(line ?? '', /^1\. \*\*[^<>[\]()`*#$|~]*\*\* working · 0s$/);
	});

	it('reads nothing but its own words as Markdown before the first route', () => {
		for (const [next, chosen] of [
			[hostile, nothingChosen],
			[null, { pinned: hostile, locked: hostile, excluded: [hostile] }],
		] as const) {
			const { tooltip } = statusView(null, next, chosen, start, clockFace);
			assert.deepEqual(linksOf(tooltip), ['command:switchyard.selectProvider']);
			const said = tooltip.split('\n\n').slice(0, -1).join('');
			assert.doesNotMatch(withoutEscapes(said), /[<>[\]()`#$|~]/);
		}
	});

	it('does not show the model, which the provider names as it likes', () => {
		const told = telling();
		told.append(requestStart());
		told.append(attemptStart(far));
		told.append(attemptEnd(far, answeredAs('CANARY')));
		assert.equal(told.story().attempts[0]?.answeredBy, 'CANARY');
		const view = statusView(told.story(), 'far', nothingChosen, start, clockFace);
		assert.doesNotMatch(Object.values(view).join(), /CANARY/);
	});

	function linksIn(story: RouteStory): readonly string[] {
		return linksOf(statusView(story, null, nothingChosen, start, clockFace).tooltip);
	}
});

describe('text inside Markdown', () => {
	it('keeps every letter and leaves no mark that Markdown reads', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const escaped = markdown(text);
				assert.equal(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1'), text);
				assert.doesNotMatch(withoutEscapes(escaped), /[\\`*_{}[\]()#+\-.!|<>&$~]/);
			}),
		);
	});
});

function tooltipLines(story: RouteStory, now: number): readonly string[] {
	const lines = statusView(story, null, nothingChosen, now, clockFace).tooltip.split(/\n+/);
	return lines.slice(0, -1);
}

function withoutEscapes(text: string): string {
	return text.replace(/\\./gs, '');
}

function linksOf(text: string): readonly string[] {
	return [...withoutEscapes(text).matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link ?? '');
}
