import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simulated } from '../../../scripts/start/demoSettings.ts';
import { startSimulatedServer } from '../../../scripts/start/simulatedServer.ts';
import { applyEdit, parseEdits } from '../../../src/core/edits.ts';
import type { LlmServer } from '../../support/llmServer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const demo = resolve(import.meta.dirname, '../../fixtures/demo/workspace');

describe('the simulated APIs', () => {
	let server: LlmServer;
	let folder: string;

	before(async () => {
		folder = temporaryFolder();
		cpSync(demo, folder, { recursive: true });
		server = await startSimulatedServer(folder);
	});

	after(() => server.close());

	const ask = (name: string, system: string) =>
		fetch(`${server.origin}/${name}/v1/chat/completions`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				model: 'simulated',
				messages: [
					{ role: 'system', content: system },
					{ role: 'user', content: 'x' },
				],
			}),
		});
	const answerOf = async (system: string) => {
		const body = (await (await ask(simulated.api, system)).json()) as { choices: { message: { content: string } }[] };
		return body.choices[0]?.message.content ?? '';
	};

	it('refuse for a minute where the limit is simulated', async () => {
		const response = await ask(simulated.limitedApi, 'anything');
		assert.equal(response.status, 429);
		assert.equal(response.headers.get('retry-after'), '60');
	});

	it('answer a task with an edit that fits the folder as it is, the second time too', async () => {
		const file = join(folder, 'src/cart.ts');
		const first = parseEdits(await answerOf('blocks of SEARCH and REPLACE'));
		assert.ok(first.ok);
		assert.equal(first.edits[0]?.path, 'src/cart.ts');
		const applied = applyEdit(readFileSync(file, 'utf8'), first.edits[0]);
		assert.ok(applied.ok);
		assert.match(applied.text, /sum >= 100/);
		writeFileSync(file, applied.text);

		const second = parseEdits(await answerOf('blocks of SEARCH and REPLACE'));
		assert.ok(second.ok);
		assert.ok(second.edits[0] !== undefined && applyEdit(null, second.edits[0]).ok);
	});

	it('answer a question about code with code, and any other with prose', async () => {
		assert.match(await answerOf('replace <selection>'), /^\/\*\* Written by simulated-api/);
		assert.match(await answerOf('answer in Markdown'), /\*\*simulated\*\* answer/);
	});
});
