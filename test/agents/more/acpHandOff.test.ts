import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributed } from '../../../src/core/attribution.ts';
import type { Side } from '../../../src/core/hunks.ts';
import { kinds } from '../../../src/core/provider.ts';
import { systemClock } from '../../../src/editor/clock.ts';
import { createAcpAdapter } from '../../../src/providers/acp.ts';
import type { Adapter } from '../../../src/providers/provider.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { route } from '../../../src/router/router.ts';
import { accountOf } from '../../../src/workspace/account.ts';
import type { Change } from '../../../src/workspace/transaction.ts';
import { createWorkspace } from '../../../src/workspace/workspace.ts';
import { type RealAgent, realAgent } from '../../support/agentReal.ts';
import type { Reply, ScriptedReply } from '../../support/llmServer.ts';
import { request } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';
import { told } from '../../support/stage.ts';
import { git, removeTemporaryFolder, snapshotOf, temporaryFolder } from '../../support/temporary.ts';

const cast = ['claude', 'codex', 'opencode'] as const;

describe('a task that goes through three agents of the protocol', () => {
	const agents = new Map<string, RealAgent>();
	let top: string;

	before(async () => {
		top = temporaryFolder();
		for (const name of cast) {
			agents.set(name, await realAgent(name));
		}
	});

	after(async () => {
		for (const agent of agents.values()) {
			await agent.close();
		}
		removeTemporaryFolder(top);
	});

	it('is finished by the third, on top of what the first two did until their limits; each file has its author', async () => {
		const folder = join(top, 'project');
		mkdirSync(folder);
		writeFileSync(join(folder, 'README.md'), 'Four files are wanted.\n');
		git(folder, 'init', '--quiet');
		git(folder, 'add', '--all');
		git(folder, 'commit', '--quiet', '--message=first');
		script('claude', file('one.ts'), { type: 'error', error: 'usage-limit' });
		script('codex', file('two.ts'), { type: 'error', error: 'quota' });
		script('opencode', file('three.ts'), file('four.ts'), { type: 'answer', text: 'All four are there.' });
		const before = snapshotOf(folder);
		const adapters = new Map([...agents].map(([name, { options }]) => [name, createAcpAdapter(options)]));
		const adapter: Adapter = {
			check: () => Promise.resolve({ ready: true, version: null }),
			run: (input, io) => {
				const own = adapters.get(input.provider.id);
				assert.ok(own);
				return own.run(input, io);
			},
		};
		const providers = [...agents].map(([id, { provider }]) => ({ ...provider, id, kind: 'acp' }) as const);
		const workspace = createWorkspace({
			worktree: { storage: join(top, 'trees') },
			snapshots: join(top, 'snapshots'),
			now: () => Date.now(),
		});
		const asked = request({ task: 'changes', command: 'delegate', deadline: Date.now() + 200_000, reach: 'standard' });
		const outcome = await route(
			asked,
			{
				cancelled: new AbortController().signal,
				onSkippable: () => undefined,
				onText: () => undefined,
				onWithdrawn: () => undefined,
				answer: () => Promise.resolve(false),
				permit: () => Promise.resolve(false),
			},
			{
				clock: systemClock,
				journal: createJournal(systemClock),
				settings: settingsFor(providers),
				kinds,
				folder,
				adapter: () => Promise.resolve(adapter),
				workspace: () => Promise.resolve(workspace),
				describe: accountOf,
				readKey: () => Promise.resolve(null),
				accounts: () => Promise.resolve([]),
			},
		);
		assert.deepEqual(told(outcome), ['claude: rate-limited', 'codex: quota-exhausted', 'opencode']);
		assert.ok(outcome.answered && outcome.proposal !== null);
		const { stages, changes, transaction } = outcome.proposal;
		const authors = await Promise.all(
			changes.map(async ({ path, before: old }) => {
				const sides = stages.map(async ({ provider, changes: left }) => ({
					author: provider,
					side: await sideOf(left.find((each) => each.path === path)?.after ?? old),
				}));
				return [path, attributed(await sideOf(old), await Promise.all(sides), []).authors.join()];
			}),
		);
		assert.deepEqual(authors, [
			['four.ts', 'opencode'],
			['one.ts', 'claude'],
			['three.ts', 'opencode'],
			['two.ts', 'codex'],
		]);
		assert.deepEqual(snapshotOf(folder), before);
		assert.equal((await transaction.commit()).ok, true);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual(
			Object.keys(snapshotOf(folder)).filter((name) => name.endsWith('.ts')),
			['four.ts', 'one.ts', 'three.ts', 'two.ts'],
		);
		assert.deepEqual(
			[...agents.values()].flatMap((agent) => agent.running()),
			[],
		);
	});

	function script(name: (typeof cast)[number], ...replies: readonly ScriptedReply[]): void {
		agents.get(name)?.server.script(name, ...replies);
	}
});

/** Writes a file into the folder that the agent says it works in. */
function file(name: string): ScriptedReply {
	return ({ workingDirectory }): Reply => ({
		type: 'write',
		path: join(workingDirectory ?? '', name),
		content: `export const name = '${name}';\n`,
	});
}

async function sideOf(state: Change['after']): Promise<Side> {
	if (state?.type !== 'file') {
		return state;
	}
	return { type: 'text', text: new TextDecoder().decode(await state.read()), executable: state.executable };
}
