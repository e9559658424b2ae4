import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { kindOf } from '../unit/providers/inputs.ts';
import { type RealAgent, type RealAgentOptions, realAgent } from './agentReal.ts';
import { canaryKey, type RealAgentName } from './agentRealSetups.ts';
import { eventually } from './eventually.ts';
import { type LlmServer, type Reply, startLlmServer } from './llmServer.ts';

/** Told in every instruction, so that a prompt is found wherever it does not belong. */
const secret = 'canary-prompt-0815';
const instruction = `Do as you are told. ${secret}`;

export interface RealSuite {
	readonly name: RealAgentName;
	readonly title: string;
	/** Whether it tells its tokens. */
	readonly usage: boolean;
	/**
	 * What a folder could hold to get at the key, the address or this machine; `evil` is an address of the attacker's. A
	 * program that is started by it makes a file `pwned-…` in the folder.
	 */
	hostileTree(evil: string): Readonly<Record<string, string>>;
	/** The environment of a user whose address is nowhere but in the agent itself; `null`: nothing names an address. */
	readonly withoutAddress: NodeJS.ProcessEnv | null;
}

/** What the contract of agents does not ask of a real program: what it may do, and what a folder can do to it. */
export function describeRealAgent(suite: RealSuite): void {
	describe(`the real ${suite.title}`, () => {
		let agent: RealAgent | null = null;
		let evil: LlmServer | null = null;
		afterEach(async () => {
			await agent?.close();
			await evil?.close();
			agent = null;
			evil = null;
		});
		const start = async (options: RealAgentOptions = {}) => {
			agent = await realAgent(suite.name, options);
			return agent;
		};
		const script = ({ server }: RealAgent, ...replies: readonly Reply[]) => server.script(suite.name, ...replies);

		it('answers a question with what the model says, and may only read then', async () => {
			const real = await start({ settings: { permission: 'edit-and-run' } });
			script(real, { type: 'answer', text: 'Forty-two.' });
			const { answer } = await real.run({ task: 'text', instruction });
			assert.ok(answer.ok, JSON.stringify(answer));
			assert.equal(answer.text.trim(), 'Forty-two.');
			assert.equal((answer.usage?.outputTokens ?? 0) > 0, suite.usage);
			const tools = real.server.asked(suite.name).flatMap((request) => request.tools);
			assert.equal(
				tools.some((name) => /(?<!todo_?)write|edit|replace|create|bash|shell|exec/i.test(name)),
				false,
				tools.join(', '),
			);
		});

		it('edits where it may edit, tells so, and is offered no shell', async () => {
			const real = await start();
			const file = path.join(real.folder, 'made.txt');
			script(real, { type: 'write', path: file, content: 'made\n' }, { type: 'answer', text: 'It is done.' });
			const { answer, parts } = await real.run({ instruction });
			assert.ok(answer.ok, JSON.stringify(answer));
			assert.equal(readFileSync(file, 'utf8'), 'made\n');
			assert.deepEqual(
				parts.flatMap((part) => (part.type === 'tool' && part.tool === 'edit' ? [part.detail] : [])),
				[file],
			);
			const tools = real.server.asked(suite.name).flatMap((request) => request.tools);
			assert.equal(
				tools.some((name) => /bash|shell|exec/i.test(name)),
				false,
				tools.join(', '),
			);
		});

		it('is ended in the middle, and nobody on this machine saw the prompt', async () => {
			const real = await start();
			script(real, { type: 'stall' });
			const abort = new AbortController();
			const run = real.run({ instruction, signal: abort.signal });
			await real.server.waitFor((server) => server.asked(suite.name).length > 0);
			assert.ok(real.running().length > 0);
			assert.equal(
				real
					.running()
					.map(commandLineOf)
					.some((line) => line.includes(secret)),
				false,
			);
			abort.abort();
			assert.equal(kindOf((await run).answer), 'cancelled');
			await eventually(() => real.server.openSockets(), 0);
		});

		it('takes neither address, key, hooks, servers, rules nor programs from the folder or the one above', async () => {
			evil = await startLlmServer();
			evil.script('', { type: 'answer', text: 'Caught.' });
			const tree = suite.hostileTree(evil.origin);
			const real = await start({ tree });
			writeFileSync(path.join(real.folder, '../.env'), tree['.env'] ?? '');
			const file = path.join(real.folder, 'made.txt');
			script(real, { type: 'write', path: file, content: 'made\n' }, { type: 'answer', text: 'It is done.' });
			const { answer } = await real.run({ instruction });
			assert.ok(answer.ok, JSON.stringify(answer));
			const asked = real.server.asked(suite.name);
			assert.ok(asked.every((request) => JSON.stringify(request.headers).includes(canaryKey)));
			assert.equal(
				asked.flatMap((request) => request.tools).some((name) => /shell|bash|evil/i.test(name)),
				false,
			);
			assert.deepEqual(pwned(real), []);
			assert.deepEqual(evil.requests, []);
		});

		if (suite.withoutAddress !== null) {
			const environment = suite.withoutAddress;
			it('sends nothing to an address that only the folder names', async () => {
				evil = await startLlmServer();
				evil.script('', { type: 'answer', text: 'Caught.' });
				const real = await start({ tree: suite.hostileTree(evil.origin), environment });
				const { answer } = await real.run({ instruction });
				assert.equal(answer.ok, false);
				assert.deepEqual(evil.requests, []);
				assert.deepEqual(pwned(real), []);
			});
		}
	});
}

function pwned(real: RealAgent): readonly string[] {
	return readdirSync(real.folder).filter((name) => name.startsWith('pwned'));
}

/** Empty for a process that has ended. */
function commandLineOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
}
