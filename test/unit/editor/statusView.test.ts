import assert from 'node:assert/strict';
import type { StopReason } from '../../../src/core/decision.ts';
import type { RouterEvent } from '../../../src/core/events.ts';
import { type FailureKind, consequences } from '../../../src/core/failure.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { type Chosen, nothingChosen } from '../../../src/editor/chosen.ts';
import { statusView, type StatusView } from '../../../src/editor/views.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { agent, llm } from '../../support/providers.ts';
import { attemptStart, clockFace, requestEnd, requestStart, reviewEnd, telling, type Telling } from './telling.ts';

const claude = agent('claude-code');
const codex = agent('codex');
const local = llm('local');

/** 14:31 that day: half a minute's cooldown ends at 14:32. */
const untilAfternoon = 14.5 * 3_600_000 + 90_000;

describe('the status bar', () => {
	let told: Telling;
	beforeEach(async () => {
		told = telling();
		await told.clock.advance(untilAfternoon);
	});

	function view(next: string | null = 'claude-code', chosen: Partial<Chosen> = {}): StatusView {
		const all = { ...nothingChosen, ...chosen };
		return statusView(told.stories().at(-1) ?? null, next, all, told.clock.now(), clockFace);
	}

	function tell(...events: readonly RouterEvent[]): void {
		events.forEach((event) => told.append(event));
	}

	const limited = (provider: Provider): readonly RouterEvent[] => [
		attemptStart(provider),
		attemptEnd(provider, failed('rate-limited')),
	];

	it('names who is next before the first route', () => {
		assert.equal(view().text, '$(arrow-swap) claude-code');
		assert.match(view().tooltip, /\*\*claude\\-code\*\* is next\./);
	});

	it('names the product where nobody can be asked', () => {
		assert.equal(view(null).text, '$(arrow-swap) Switchyard');
		assert.match(view(null).tooltip, /No provider can be asked right now\./);
	});

	it('shows in words that the one that is next is pinned', () => {
		const { text, spoken, tooltip } = view('codex', { pinned: 'codex' });
		assert.equal(text, '$(pinned) codex · pinned');
		assert.equal(spoken, 'Switchyard: codex · pinned');
		assert.match(tooltip, /\*\*codex\*\* is pinned: it is asked first, and others take over\./);
	});

	it('shows who is next while the one that is pinned is away', () => {
		assert.equal(view('claude-code', { pinned: 'codex' }).text, '$(pinned) claude-code · codex is pinned');
	});

	it('shows whom the user locked, whoever would be next', () => {
		const { text, spoken, tooltip } = view('claude-code', { locked: 'codex' });
		assert.equal(text, '$(lock) codex · locked');
		assert.equal(spoken, 'Switchyard: codex · locked');
		assert.match(tooltip, /\*\*codex\*\* is locked: nobody else is asked\./);
	});

	it('tells in its tooltip who is excluded, before the first route and after one', () => {
		assert.match(view('codex', { excluded: ['claude-code'] }).tooltip, /Excluded in this window: claude\\-code\./);
		tell(requestStart(), attemptStart(codex), attemptEnd(codex, answered));
		tell(requestEnd({ answered: true, provider: 'codex', degraded: false }, 1));
		assert.match(view('codex', { excluded: ['claude-code'] }).tooltip, /Excluded in this window: claude\\-code\./);
	});

	it('shows that somebody is being chosen', () => {
		tell(requestStart());
		assert.equal(view().text, '$(loading~spin) choosing');
	});

	it('shows who is working and how long', async () => {
		tell(requestStart(), attemptStart(codex));
		await told.clock.advance(12_900);
		assert.equal(view().text, '$(loading~spin) codex 12s');
	});

	it('shows between two attempts who failed and why', () => {
		tell(requestStart(), ...limited(claude));
		assert.equal(view().text, '$(loading~spin) choosing · claude-code: limit, back 14:32');
	});

	it('shows after a failover who took over and why', async () => {
		tell(requestStart(), ...limited(claude), attemptStart(codex, 2));
		await told.clock.advance(3000);
		assert.equal(view().text, '$(loading~spin) codex 3s · claude-code: limit, back 14:32');
	});

	it('shows who answered and why not the others', () => {
		tell(requestStart(), ...limited(claude), attemptStart(codex, 2), attemptEnd(codex, answered));
		tell(requestEnd({ answered: true, provider: 'codex', degraded: true }, 2));
		assert.equal(view().text, '$(check) codex · claude-code: limit, back 14:32');
	});

	it('speaks without icons', () => {
		tell(requestStart(), ...limited(claude), attemptStart(codex, 2), attemptEnd(codex, answered));
		tell(requestEnd({ answered: true, provider: 'codex', degraded: true }, 2));
		assert.equal(view().spoken, 'Switchyard: codex · claude-code: limit, back 14:32');
	});

	it('gives no time of return where none is known', () => {
		tell(requestStart(), attemptStart(local), attemptEnd(local, failed('refused')), attemptStart(codex, 2));
		assert.equal(view().text, '$(loading~spin) codex 0s · local: declined');
	});

	it('tells that an answer was sent back while the next one works', () => {
		tell(...route(claude), reviewEnd('sent-back'), requestStart({ continues: 'route-1' }), attemptStart(codex));
		assert.equal(view().text, '$(loading~spin) codex 0s · claude-code: sent back by you');
	});

	for (const verdict of ['accepted', 'discarded'] as const) {
		it(`names who is next after an answer was ${verdict}, and who is away until when`, async () => {
			tell(requestStart(), ...limited(claude), attemptStart(codex, 2), attemptEnd(codex, answered));
			tell(requestEnd({ answered: true, provider: 'codex', degraded: true }, 2), reviewEnd(verdict));
			assert.equal(view('codex').text, '$(arrow-swap) codex · claude-code: limit, back 14:32');
			const { text } = view('codex', { locked: 'local' });
			assert.equal(text, '$(lock) local · locked · claude-code: limit, back 14:32');
			await told.clock.advance(30_000);
			assert.equal(view('claude-code').text, '$(arrow-swap) claude-code');
		});
	}

	it('goes on showing an answer that could not be written', () => {
		tell(...route(claude), reviewEnd('conflict'));
		assert.equal(view().text, '$(check) claude-code');
	});

	it('shows a cancelled route as such and blames nobody', () => {
		tell(requestStart(), ...limited(claude), attemptStart(codex, 2), attemptEnd(codex, failed('cancelled')));
		tell(requestEnd({ answered: false, because: 'cancelled', passedOver: [] }, 2));
		const { text, alarm } = view();
		assert.deepEqual({ text, alarm }, { text: '$(circle-slash) cancelled', alarm: false });
	});

	const stops: Readonly<Record<Exclude<StopReason, 'cancelled'>, string>> = {
		'no-provider-configured': 'no provider configured',
		'picked-provider-unknown': 'the picked provider is gone',
		'nobody-left': 'nobody could answer',
		'not-confirmed': 'stopped by you',
		'max-attempts': 'nobody answered, attempts used up',
		deadline: 'nobody answered in time',
		'primary-only': 'the first choice could not answer',
		'fail-fast': 'the first failure ended it',
		'failure-stops': 'stopped',
	};
	for (const [because, words] of Object.entries(stops)) {
		it(`raises an alarm when a route ends by ${because}, with every cause`, () => {
			tell(requestStart(), ...limited(claude));
			tell(requestEnd({ answered: false, because: because as keyof typeof stops, passedOver: [] }));
			const { text, alarm } = view();
			assert.deepEqual({ text, alarm }, { text: `$(warning) ${words} · claude-code: limit, back 14:32`, alarm: true });
		});
	}

	it('raises no alarm for an answer, a running route or an idle window', () => {
		assert.equal(view().alarm, false);
		tell(requestStart(), ...limited(claude));
		assert.equal(view().alarm, false);
		tell(...route(codex));
		assert.equal(view().alarm, false);
	});

	for (const kind of Object.keys(consequences) as FailureKind[]) {
		it(`has a word for a failure of kind ${kind}`, () => {
			tell(requestStart(), attemptStart(local), attemptEnd(local, failed(kind)), attemptStart(codex, 2));
			const [, cause] = view().text.split(' · ');
			assert.match(cause ?? '', /^local: [a-z][a-z -]+(, back \d\d:\d\d)?$/);
			assert.equal(cause?.includes(consequences[kind].word), true);
		});
	}
});

function route(provider: Provider): readonly RouterEvent[] {
	const end = requestEnd({ answered: true, provider: provider.id, degraded: false });
	return [requestStart(), attemptStart(provider), attemptEnd(provider, answered), end];
}
