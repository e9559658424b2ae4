import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { type Scope, statisticsPage } from '../../../src/editor/statisticsPage.ts';
import { statisticsOf } from '../../../src/editor/statisticsSource.ts';
import { answered, attemptEnd, attemptStart, failed } from '../../support/events.ts';
import { keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { clockFace } from './telling.ts';

const [a, b] = [llm('a'), llm('b', { profiles: [keyed('one'), keyed('two')] })];
const minute = 60_000;

function after(events: readonly RouterEvent[], scope: Scope = 'all', now = start) {
	const stamped = events.map((event): StampedEvent => ({ ...event, at: start }));
	const health = stamped.reduce((known, event) => record(known, event, event.at), healthy);
	return statisticsOf(scope, { log: { before: healthy, events: stamped }, health, providers: [b, a] }, now);
}

/** The rows as they read: `|` between cells, and a blank for markup within one. */
function rows(source: ReturnType<typeof after>): readonly string[] {
	const body = /<tbody>(.*)<\/tbody>/s.exec(statisticsPage(source, clockFace).markup)?.[1] ?? '';
	return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
		[...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)]
			.map(([, cell = '']) =>
				cell
					.replace(/<[^>]*>/g, ' ')
					.replace(/\s+/g, ' ')
					.trim(),
			)
			.join(' | '),
	);
}

describe('the statistics of all providers', () => {
	const limited = { ...attemptEnd(a, failed('rate-limited', minute)), cost: 0.5 };
	const answer = {
		...attemptEnd(a, {
			ok: true,
			model: null,
			changedFiles: null,
			usage: { inputTokens: 1200, outputTokens: 30, cost: null },
		}),
		tookMs: 2000,
		firstOutputMs: 300,
	};

	it('stand in the order of the settings, with those that were never asked', () => {
		assert.deepEqual(rows(after([answer, limited])), [
			'b not asked yet | – | 0 | 0 | – | – | – | – | – | –',
			'a limit, back 00:01 | 50 % 1 of 2 | 0 | 0 | 300 ms 300 ms | 2.0 s 2.0 s | 1,200 | 30 | $0.50 | limit 00:00',
		]);
	});

	it('tell who took over from whom', () => {
		const spilled = { ...attemptStart(b), spilledFrom: 'a' };
		const [first = '', second = ''] = rows(after([limited, spilled]));
		assert.match(first, /^b not asked yet \| – \| 1 \| 0 /);
		assert.match(second, /^a limit, back 00:01 \| 0 % 0 of 1 \| 0 \| 1 /);
	});

	it('go on telling of one that no settings name any more', () => {
		assert.match(
			rows(after([attemptEnd(llm('gone'), answered)]))[2] ?? '',
			/^gone no longer in your settings \| 100 %/,
		);
	});

	it('call one left alone only when none of its profiles may be asked', () => {
		const [one, two] = b.profiles;
		const refuse = (profile: typeof one) => ({ ...attemptEnd(b, failed('rate-limited', minute)), profile });
		assert.ok(two);
		assert.equal(after([refuse(one)]).rows[0]?.cooling, null);
		assert.deepEqual(after([refuse(one), refuse(two)]).rows[0]?.cooling, {
			reason: 'rate-limited',
			until: start + minute,
		});
	});

	it('tell for how long somebody was left alone of this window alone, and count what it did alone', () => {
		const others = { a: { attempts: 9, successes: 9, failures: 0 } };
		const events: readonly RouterEvent[] = [{ type: 'statistics-learnt', stats: others, credits: {} }, limited];
		assert.match(rows(after(events, 'window', start + minute / 2))[1] ?? '', /0 of 1 .* \| 30 s \| limit 00:00$/);
		assert.match(rows(after(events))[1] ?? '', /90 % 9 of 10/);
	});

	it('say since when they were counted, unless nobody knows that of one of them', () => {
		assert.equal(after([answer]).since, start);
		const old = { a: { attempts: 9, successes: 9, failures: 0 } };
		assert.equal(after([{ type: 'statistics-learnt', stats: old, credits: {} }, answer]).since, null);
		assert.doesNotMatch(statisticsPage(after([]), clockFace).markup, /Counted since/);
	});

	it('say that nothing leaves this machine, and which scope is shown', () => {
		const { markup } = statisticsPage(after([], 'window'), clockFace);
		assert.match(markup, /None of this leaves this machine\./);
		assert.match(markup, /aria-current="page">This Window</);
		assert.match(markup, /Nothing was asked in this window yet\./);
	});

	it('read nobody’s words as markup', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (id) => {
				const evil = `${id}"><script>`;
				const { markup } = statisticsPage(after([attemptEnd(llm('x', { id: evil }), answered)]), () => evil);
				assert.doesNotMatch(markup, /<script/);
			}),
		);
	});
});
