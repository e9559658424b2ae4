import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { told, type RouteStory } from '../../../src/editor/stories.ts';
import { type Lane, type Pause, type Timeline, timelineOf } from '../../../src/editor/timelineModel.ts';
import { timelinePage } from '../../../src/editor/timelinePage.ts';
import { ticksOf } from '../../../src/editor/timelinePlot.ts';
import { events as anyEvent } from '../../support/arbitraries.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { agent, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { attemptStart, clockFace, requestEnd, requestStart, reviewEnd } from './telling.ts';

const [codex, local] = [agent('codex'), llm('local')];

/** The events, each so many milliseconds after the beginning, and the story that they tell. */
function happened(...all: readonly (readonly [at: number, event: RouterEvent])[]) {
	let health = healthy;
	let stories: readonly RouteStory[] = [];
	const events = all.map(([at, event]): StampedEvent => ({ ...event, at: start + at }));
	for (const event of events) {
		health = record(health, event, event.at);
		stories = told(stories, event, health);
	}
	return { events, stories };
}

function timelineAt(now: number, ...all: readonly (readonly [at: number, event: RouterEvent])[]): Timeline {
	const { events, stories } = happened(...all);
	const story = stories.at(-1);
	assert.ok(story);
	const timeline = timelineOf(events, story, start + now);
	assert.ok(timeline);
	return timeline;
}

const attempt = (number: number, end: ReturnType<typeof attemptEnd>): RouterEvent => ({ ...end, attempt: number });

describe('a route laid out in time', () => {
	const failedOver = [
		[0, requestStart({ command: 'delegate' })],
		[100, attemptStart(codex)],
		[300, { type: 'first-output', route: 'route-1', attempt: 1, afterMs: 200 }],
		[400, { type: 'tool', route: 'route-1', attempt: 1, tool: 'edit', count: 3 }],
		[1000, attemptEnd(codex, failed('rate-limited', 3_600_000))],
		[1100, { ...attemptStart(local, 2), goesOnFrom: { provider: 'codex', attempt: 1, files: 2 } }],
	] as const;

	it('tells from when until when each attempt was under way, and what became of it', () => {
		const { rows, lastsMs, end } = timelineAt(2000, ...failedOver);
		const [first, second] = rows as readonly Lane[];
		assert.deepEqual([first?.from, first?.firstOutput, first?.until], [100, 300, 1000]);
		assert.deepEqual([first?.state, first?.failure?.kind, first?.tools], ['failed', 'rate-limited', 3]);
		assert.equal(first?.backAt, start + 1000 + 3_600_000);
		assert.deepEqual([second?.from, second?.until, second?.state], [1100, 2000, 'running']);
		assert.deepEqual(second?.goesOnFrom, { provider: 'codex', attempt: 1, files: 2 });
		assert.deepEqual([lastsMs, end], [2000, null]);
	});

	it('ends with the route, however late it is', () => {
		const end = requestEnd({ answered: true, provider: 'local', degraded: true }, 2);
		const ends = [attempt(2, { ...attemptEnd(local, answered), cost: 0.5 }), end] as const;
		const timeline = timelineAt(9_999_999, ...failedOver, [1500, ends[0]], [1600, ends[1]]);
		assert.equal(timeline.lastsMs, 1600);
		assert.deepEqual(timeline.end, { answeredBy: 'local', degraded: true });
		const last = timeline.rows.at(-1) as Lane;
		assert.deepEqual([last.state, last.until, last.cost], ['answered', 1500, 0.5]);
	});

	it('tells of work that did not fit any more, and of an answer that was sent back', () => {
		const end = requestEnd({ answered: true, provider: 'local', degraded: true }, 2);
		const { rows } = timelineAt(
			2000,
			...failedOver,
			[1200, { type: 'hand-off-failed', route: 'route-1', attempt: 2, from: 'codex' }],
			[1500, attempt(2, attemptEnd(local, answered))],
			[1600, end],
			[1700, reviewEnd('sent-back')],
		);
		assert.deepEqual([(rows[1] as Lane).goesOnFrom, (rows[1] as Lane).state], [null, 'sent-back']);
	});

	it('tells of waits and of questions, with what the user said', () => {
		const question = { about: 'side-effect', provider: 'local' } as const;
		const { rows } = timelineAt(
			5000,
			[0, requestStart()],
			[0, { type: 'request-wait', route: 'route-1', provider: 'codex', until: start + 700, passedOver: [] }],
			[500, { type: 'request-skip', route: 'route-1', provider: 'codex' }],
			[600, { type: 'request-ask', route: 'route-1', question, passedOver: [] }],
			[900, { type: 'request-consent', route: 'route-1', question, granted: true }],
			[1000, attemptStart(local)],
		);
		const [wait, asked] = rows as readonly Pause[];
		assert.deepEqual([wait?.for, wait?.from, wait?.until, wait?.planned], ['wait', 0, 500, start + 700]);
		assert.deepEqual([asked?.for, asked?.from, asked?.until, asked?.granted], ['side-effect', 600, 900, true]);
		assert.equal(rows[2]?.type, 'attempt');
	});

	it('holds the attempts of its own route alone, with what became of them', () => {
		const { rows, continues } = timelineAt(
			5000,
			...failedOver,
			[1500, attempt(2, attemptEnd(local, answered))],
			[1600, requestEnd({ answered: true, provider: 'local', degraded: true }, 2)],
			[1700, reviewEnd('sent-back')],
			[2000, requestStart({ id: 'route-2', continues: 'route-1' })],
			[2100, { ...attemptStart(codex), route: 'route-2' }],
			[2200, { ...attemptEnd(codex, failed('timeout')), route: 'route-2' }],
		);
		assert.deepEqual([rows.length, continues], [1, 'route-1']);
		assert.deepEqual([(rows[0] as Lane).from, (rows[0] as Lane).failure?.kind], [100, 'timeout']);
	});

	it('is none when its beginning is no longer known', () => {
		const { events, stories } = happened(...failedOver);
		assert.ok(stories[0]);
		assert.equal(timelineOf(events.slice(1), stories[0], start), null);
	});
});

describe('the axis', () => {
	it('has a few lines at round times, whatever a route lasts', () => {
		assert.deepEqual(ticksOf(1), [0]);
		assert.deepEqual(ticksOf(3600), [0, 1000, 2000, 3000]);
		assert.deepEqual(ticksOf(90_000), [0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000]);
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 86_400_000 }), (span) => {
				const ticks = ticksOf(span);
				assert.ok(ticks.length <= 7 && ticks.every((ms) => ms <= span), String(span));
			}),
		);
	});
});

describe('the page of a route over time', () => {
	it('tells the same in the picture’s words and in the table', () => {
		const timeline = timelineAt(
			2000,
			[0, requestStart({ command: 'delegate' })],
			[0, attemptStart(codex)],
			[1000, attemptEnd(codex, failed('rate-limited', 3_600_000))],
			[1100, { ...attemptStart(local, 2), goesOnFrom: { provider: 'codex', attempt: 1, files: 2 } }],
		);
		const { markup } = timelinePage(timeline, clockFace);
		assert.match(markup, /<h1>local is at it<\/h1>/);
		assert.match(
			markup,
			/role="img" aria-label="The route over time\. 1\. codex: limit, back 01:00[^"]*2\. local: at work[^"]*goes on from codex, 2 files/,
		);
		assert.equal(markup.match(/<tr>/g)?.length, 3);
		assert.equal(markup.match(/class="bar"/g)?.length, 2);
		assert.match(markup, /class="work"/);
		assert.match(markup, /class="cooldown"/);
	});

	it('draws a cooldown until its end, or to the end of the picture', () => {
		const cooled = (retryAfterMs: number) => {
			const timeline = timelineAt(
				100_000,
				[0, requestStart()],
				[0, attemptStart(codex)],
				[10_000, attemptEnd(codex, failed('rate-limited', retryAfterMs))],
			);
			return /class="cooldown" x1="([\d.]+)%" x2="([\d.]+)%"/.exec(timelinePage(timeline, clockFace).markup)?.slice(1);
		};
		assert.deepEqual(cooled(40_000), ['10.70', '49.50']);
		assert.deepEqual(cooled(3_600_000), ['10.70', '98.00']);
	});

	it('goes on from the route before by a link', () => {
		const { markup } = timelinePage(timelineAt(10, [0, requestStart({ continues: 'route-0' })]), clockFace);
		assert.match(markup, /Nobody was asked yet\./);
		assert.match(markup, /command:switchyard\.showTimeline\?%5B%7B%22route%22%3A%22route-0%22%7D%5D/);
	});

	it('reads nobody’s words as markup, whatever happens in whichever order', () => {
		const hostile = '"><script>alert(1)</script><img src=x onerror=y>';
		const evil = llm('evil', { id: hostile, model: hostile });
		const event = fc.oneof(
			anyEvent,
			fc.constantFrom<RouterEvent>(
				attemptStart(evil),
				attemptEnd(evil, { ok: false, failure: { kind: 'unknown', message: hostile, retryAfterMs: 9_999_999 } }),
				{ ...attemptStart(evil, 2), goesOnFrom: { provider: hostile, attempt: 1, files: 1 } },
				{ type: 'request-wait', route: 'route-1', provider: hostile, until: start, passedOver: [] },
				requestEnd({ answered: true, provider: hostile, degraded: false }),
			),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 20 }), (events) => {
				const timeline = timelineAt(
					1e6,
					[0, requestStart({ command: hostile })],
					...events
						.filter(({ type }) => type !== 'request-start')
						.map((each, place) => [place * 100, 'route' in each ? { ...each, route: 'route-1' } : each] as const),
				);
				const { markup } = timelinePage(timeline, () => hostile);
				assert.doesNotMatch(markup, /<script|<img|NaN|Infinity/);
				const tags = [...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name);
				assert.deepEqual(
					tags.filter((name) => !known.has(name ?? '')),
					[],
				);
			}),
		);
	});
});

const known = new Set(
	'main h1 h2 p a dl div dt dd figure ol ul li span strong svg defs pattern rect line text path table thead tbody tr th td nav'.split(
		' ',
	),
);
