import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { usualAgentSettings } from '../../../src/core/agent.ts';
import { createAgentCliAdapter } from '../../../src/providers/agentCli.ts';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { coalesceText, longestGrowing } from '../../../src/router/coalesceText.ts';
import { coalesceTools, type WorkEvent } from '../../../src/router/coalesceTools.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { codeRequest, listenTo, providerOf, runInput } from './inputs.ts';

const program = resolve(import.meta.dirname, '../../fixtures/agents/flood-agent.mjs');

interface Said {
	readonly edits: number;
	readonly commands: number;
	readonly messages: number;
}

describe('an agent that says a great deal', () => {
	for (const dialect of ['codex', 'claude'] as const) {
		it(`like ${dialect} is heard to its end: every call is counted, and little is kept`, async () => {
			const folder = temporaryFolder();
			const tree = join(folder, 'tree');
			mkdirSync(tree);
			const report = join(folder, 'said.json');
			const flood = join(folder, 'flood.json');
			writeFileSync(flood, JSON.stringify({ dialect, lines: 10_000, files: 300, report }));
			const adapter = createAgentCliAdapter({
				agents: () => ({ ...usualAgentSettings, path: program, args: [`--flood=${flood}`] }),
				environment: () => ({ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder }),
				folders: () => [],
				temporary: join(folder, 'temporary'),
				boundary: folder,
				now: () => Date.now(),
			});
			const told: WorkEvent[] = [];
			const shown: string[] = [];
			const clock = new FakeClock();
			const tools = coalesceTools(clock, (event) => told.push(event));
			const text = coalesceText(clock, (grown) => shown.push(grown));
			const take = (part: OutputPart) => {
				if (part.type === 'text') {
					text.add(part.text);
				} else if (part.type !== 'activity') {
					tools.take(part, tree);
				}
			};
			const provider = providerOf({ kind: 'agent-cli', agent: dialect, model: null });
			const input = runInput(provider, { request: codeRequest('changes'), cwd: tree });
			const answer = await adapter.run(input, { ...listenTo(), output: take });
			const [before, looks] = [told.length, shown.length];
			tools.end();
			text.end();
			assert.ok(answer.ok, JSON.stringify(answer));
			const said = JSON.parse(readFileSync(report, 'utf8')) as Said;
			const counted = (tool: string) =>
				told.reduce((sum, event) => sum + (event.type === 'tool' && event.tool === tool ? event.count : 0), 0);
			assert.deepEqual([counted('edit'), counted('command')], [said.edits, said.commands]);
			assert.deepEqual([before, looks], [1, 1]);
			assert.ok(told.length <= 204, String(told.length));
			assert.equal(shown.length, 2);
			assert.ok((shown.at(-1)?.length ?? 0) <= longestGrowing);
			assert.match(shown.at(-1) ?? '', new RegExp(`Step ${said.messages - 1}: .*$`));
			assert.doesNotMatch(JSON.stringify(told), /canary-4711|needle/);
		});
	}
});
