import assert from 'node:assert/strict';
import { decide } from '../../src/core/decide.ts';
import type { AttemptReason, StopReason } from '../../src/core/decision.ts';
import type { StampedEvent } from '../../src/core/events.ts';
import type { Cooldown } from '../../src/core/health.ts';
import { record } from '../../src/core/record.ts';
import { decisionsOf, replay, type RouteLog } from '../../src/core/replay.ts';
import { onFailures } from '../../src/core/settings.ts';
import { strategies } from '../../src/core/strategy.ts';
import { kept, keptLog } from './logs.ts';
import { scenes } from './scenes.ts';

/** A reason that is added has to be given here to compile, and to occur in a log to pass. */
const attemptReasons: Readonly<Record<AttemptReason, true>> = {
	picked: true,
	named: true,
	retry: true,
	'without-limit': true,
	'next-profile': true,
	'larger-context': true,
	chain: true,
	keyword: true,
	terminus: true,
	fits: true,
	'next-in-order': true,
};
const stopReasons: Readonly<Record<StopReason, true>> = {
	'no-provider-configured': true,
	'picked-provider-unknown': true,
	'nobody-left': true,
	'max-attempts': true,
	deadline: true,
	cancelled: true,
	'fail-fast': true,
	'primary-only': true,
	'failure-stops': true,
	'not-confirmed': true,
};

const everything = kept.flatMap((name) => keptLog(name).events);
const of = <T extends StampedEvent['type']>(type: T) =>
	everything.filter((event): event is Extract<StampedEvent, { type: T }> => event.type === type);

function routesIn(log: RouteLog): readonly string[] {
	return log.events.flatMap((event) => (event.type === 'request-start' ? [event.route] : []));
}

function without({ before, events }: RouteLog, place: number): RouteLog {
	return { before, events: events.filter((_, index) => index !== place) };
}

function withEvent({ before, events }: RouteLog, changed: StampedEvent, place: number): RouteLog {
	return { before, events: events.map((event, index) => (index === place ? changed : event)) };
}

describe('replay of recorded routes', () => {
	it('every scene is kept, and nothing else', () => {
		assert.deepEqual(kept, Object.keys(scenes).sort());
	});

	for (const name of kept) {
		it(`${name}: the same decisions again`, () => {
			const log = keptLog(name);
			const { routes, skipped, decisions, differing, first } = replay(log);
			assert.deepEqual({ skipped, differing, first }, { skipped: 0, differing: 0, first: null });
			assert.equal(routes, routesIn(log).length);
			assert.ok(decisions >= routes);
		});
	}

	it('the logs hold every strategy, every policy, every reason and every decision', () => {
		const settings = of('request-start').map((event) => event.settings);
		assert.deepEqual(new Set(settings.map(({ strategy }) => strategy)), new Set(strategies));
		assert.deepEqual(new Set(settings.map(({ onFailure }) => onFailure)), new Set(onFailures));
		const because = new Set(of('attempt-start').map((event) => event.because));
		assert.deepEqual(because, new Set(Object.keys(attemptReasons)));
		const stops = of('request-end').flatMap(({ end }) => (end.answered ? [] : [end.because]));
		assert.deepEqual(new Set(stops), new Set(Object.keys(stopReasons)));
		const questions = of('request-ask').map(({ question }) => question.about);
		assert.deepEqual(new Set(questions), new Set(['billing', 'side-effect', 'refused', 'hand-off']));
		assert.ok(of('request-wait').length > 0 && of('request-skip').length > 0);
		assert.ok(of('cooldowns-learnt').length > 0 && of('cooldowns-reset').length > 0);
	});

	it('the decisions of a route are told with all that they rested on', () => {
		for (const log of kept.map(keptLog)) {
			const found = routesIn(log).flatMap((route) => decisionsOf(log, route));
			assert.equal(found.length, replay(log).decisions);
			for (const { at, situation, decision } of found) {
				assert.equal(situation.now, at);
				assert.deepEqual(decide(situation), decision);
			}
		}
	});

	it('of a log whose beginning is forgotten the routes that began since are replayed', () => {
		const { before, events } = keptLog('two-windows');
		const cut = events.findIndex((event) => event.type === 'attempt-end') + 1;
		const known = events.slice(0, cut).reduce((health, event) => record(health, event, event.at), before);
		const report = replay({ before: known, events: events.slice(cut) });
		assert.deepEqual([report.routes, report.skipped, report.differing], [6, 1, 0]);
		assert.deepEqual(decisionsOf({ before: known, events: events.slice(cut) }, 'route-1'), []);
		const forgotten = replay({ before, events: events.slice(cut) });
		assert.equal(forgotten.differing, 0, 'its first route taught nothing that lasts');
	});
});

describe('a log that lost the beginnings of its routes', () => {
	for (const name of ['ordered-next-best', 'retry-with-wait', 'consent-yes']) {
		it(`${name}: nothing is decided, and each route is told as skipped`, () => {
			const log = keptLog(name);
			const { before, events } = log;
			const skipped = routesIn(log).length;
			const rest = { before, events: events.filter(({ type }) => type !== 'request-start') };
			assert.deepEqual(replay(rest), { routes: 0, skipped, decisions: 0, differing: 0, first: null });
			assert.deepEqual(decisionsOf(rest, 'route-1'), []);
		});
	}
});

describe('a replay that can fail', () => {
	it('finds a changed decision, with both sides and the values that differ', () => {
		const log = keptLog('ordered-next-best');
		const place = log.events.findIndex((event) => event.type === 'attempt-start');
		const event = log.events[place];
		assert.ok(event?.type === 'attempt-start');
		const [first, ...others] = event.passedOver;
		assert.ok(first !== undefined);
		const changed = withEvent(
			log,
			{ ...event, because: 'fits', confidence: 1, passedOver: [{ ...first, reason: 'reach' }, ...others] },
			place,
		);
		const report = replay(changed);
		assert.equal(report.differing, 1);
		assert.ok(report.first?.what === 'decision');
		const { recorded, decided, paths, event: number, route } = report.first;
		assert.deepEqual([route, number], ['route-1', place + 1]);
		assert.deepEqual(paths, ['because', 'confidence', 'passedOver[0].reason']);
		assert.deepEqual(
			[recorded, decided].map((each) => each.type === 'attempt' && each.because),
			['fits', 'next-in-order'],
		);
		assert.deepEqual(
			[recorded, decided].map(({ passedOver }) => passedOver[0]?.reason),
			['reach', 'disabled'],
		);
	});

	const changes: Readonly<Record<string, (event: StampedEvent) => StampedEvent | null>> = {
		'another provider': (event) =>
			event.type === 'attempt-start' ? { ...event, provider: { ...event.provider, id: 'somebody' } } : null,
		'another profile': (event) =>
			event.type === 'attempt-start' ? { ...event, profile: { ...event.profile, name: 'other' } } : null,
		'another price': (event) => (event.type === 'attempt-start' ? { ...event, estimatedCost: 12 } : null),
		'a longer wait': (event) => (event.type === 'request-wait' ? { ...event, until: event.until + 1 } : null),
		'another question': (event) =>
			event.type === 'request-ask'
				? { ...event, question: { about: 'refused', provider: `${event.question.provider}-2` } }
				: null,
		'another end': (event) =>
			event.type === 'request-end' && !event.end.answered
				? { ...event, end: { ...event.end, because: event.end.because === 'deadline' ? 'fail-fast' : 'deadline' } }
				: null,
		'an end that leaves somebody out': (event) =>
			event.type === 'request-end' && !event.end.answered && event.end.passedOver.length > 0
				? { ...event, end: { ...event.end, passedOver: event.end.passedOver.slice(1) } }
				: null,
	};
	for (const [what, change] of Object.entries(changes)) {
		it(`finds ${what}, wherever it stands`, () => {
			let changed = 0;
			for (const log of kept.map(keptLog)) {
				for (const [place, event] of log.events.entries()) {
					const other = change(event);
					if (other !== null) {
						changed++;
						const { first } = replay(withEvent(log, other, place));
						assert.deepEqual([first?.what, first?.event], ['decision', place + 1]);
					}
				}
			}
			assert.ok(changed > 0);
		});
	}

	it('finds a cooldown that was changed, forgotten or made up', () => {
		const log = keptLog('two-windows');
		const learnt = log.events.findIndex((event) => event.type === 'cooldowns-learnt');
		const event = log.events[learnt];
		assert.ok(event?.type === 'cooldowns-learnt');
		const over = Object.entries(event.cooldowns).map(([key, each]): [string, Cooldown] => [key, { ...each, until: 0 }]);
		const past = withEvent(log, { ...event, cooldowns: Object.fromEntries(over) }, learnt);
		assert.equal(replay(past).first?.what, 'decision');
		assert.equal(replay(without(log, learnt)).first?.what, 'decision');
		const reset = log.events.findLastIndex(({ type }) => type === 'cooldowns-reset');
		assert.equal(replay(without(log, reset)).first?.what, 'decision');
		const [cooldown] = Object.values(event.cooldowns);
		const host = log.events.flatMap((each) => (each.type === 'attempt-start' ? [each.provider.endpoint] : []))[0];
		assert.ok(cooldown !== undefined && host !== undefined);
		const made = { ...log, before: { ...log.before, cooldowns: { [`endpoint ${host}`]: cooldown } } };
		assert.equal(replay(made).first?.what, 'decision');
	});

	it('finds every event that is missing, but the last of a route and what decides nothing', () => {
		const decisive = ['attempt-start', 'attempt-end', 'request-consent', 'request-skip'];
		const removed = new Set<string>();
		for (const log of kept.map(keptLog)) {
			for (const [place, { type }] of log.events.entries()) {
				if (decisive.includes(type)) {
					removed.add(type);
					assert.notEqual(replay(without(log, place)).first, null, `${type} at ${place}`);
				}
			}
		}
		assert.deepEqual([...removed].sort(), [...decisive].sort());
	});

	it('finds an attempt that carries the number of another one', () => {
		const { before, events } = keptLog('consent-yes');
		const later = events.map((event) =>
			event.type === 'attempt-start' || event.type === 'attempt-end' ? { ...event, attempt: event.attempt + 1 } : event,
		);
		const { first } = replay({ before, events: later });
		assert.ok(first?.what === 'order');
		assert.deepEqual([first.type, first.after], ['attempt-start', 'deciding']);
	});

	it('finds an end that counts other attempts than were made', () => {
		const { before, events } = keptLog('consent-yes');
		const more = events.map((event) =>
			event.type === 'request-end' ? { ...event, attempts: event.attempts + 1 } : event,
		);
		assert.equal(replay({ before, events: more }).first?.what, 'order');
	});

	it('finds an event that came twice', () => {
		const log = keptLog('consent-yes');
		for (const [place, event] of log.events.entries()) {
			if (event.type === 'first-output' || event.type === 'request-ask') {
				continue;
			}
			const { before, events } = log;
			const twice = { before, events: [...events.slice(0, place + 1), ...events.slice(place)] };
			assert.notEqual(replay(twice).first, null, event.type);
		}
	});
});
