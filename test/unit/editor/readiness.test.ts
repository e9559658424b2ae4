import assert from 'node:assert/strict';
import { notReadyOf, refreshReadiness } from '../../../src/editor/readiness.ts';
import type { Readiness } from '../../../src/providers/provider.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { agent, llm } from '../../support/providers.ts';

const missing: Readiness = { ready: false, reason: 'not-installed', message: 'There is no "codex" on PATH.' };
const ready: Readiness = { ready: true, version: '1.2.3' };

describe('the readiness of agents', () => {
	it('is told to the journal when it changes, and only then', async () => {
		const journal = createJournal(new FakeClock());
		const providers = [agent('codex'), llm('api')];
		const answers: Readiness[] = [missing, missing, ready];
		const check = () => Promise.resolve(answers.shift() ?? ready);
		const notReady: string[][] = [];
		for (let round = 0; round < 3; round++) {
			await refreshReadiness(providers, check, journal);
			notReady.push(notReadyOf(providers, journal).map((provider) => provider.id));
		}
		assert.deepEqual(notReady, [['codex'], ['codex'], []]);
		assert.deepEqual(
			journal.events().map((event) => event.type === 'readiness' && event.notReady?.reason),
			['not-installed', undefined],
		);
	});

	it('is not asked of an API, nor of an agent that is switched off', async () => {
		const asked: string[] = [];
		const check = (provider: { readonly id: string }) => {
			asked.push(provider.id);
			return Promise.resolve(ready);
		};
		const providers = [llm('api'), { ...agent('off'), enabled: false }, agent('on')];
		await refreshReadiness(providers, check, createJournal(new FakeClock()));
		assert.deepEqual(asked, ['on']);
	});
});
