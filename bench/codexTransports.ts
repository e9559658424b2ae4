// node bench/codexTransports.ts [RUNS]
// The two ways to drive the real Codex, `exec --json` and `app-server`, against a scripted LLM on loopback: when the first
// request arrives, when the first failure is told, and in what form. Needs what `npm run test:agents` installs. To keep it
// off the network: unshare -rn --kill-child sh -c 'ip link set lo up && exec "$0" "$@"' node bench/codexTransports.ts
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { codex } from '../src/providers/dialects/codex.ts';
import { textIn } from '../src/providers/dialects/verdict.ts';
import { type RealAgent, realAgent } from '../test/support/agentReal.ts';
import type { Reply } from '../test/support/llmServer.ts';

const program = join(import.meta.dirname, '../test/agents/node_modules/.bin/codex');

const scenarios: Readonly<Record<string, Reply>> = {
	answer: { type: 'answer', text: 'Done.' },
	limit: { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 },
	quota: { type: 'error', error: 'quota' },
	'usage limit': { type: 'error', error: 'usage-limit', retryAfterSeconds: 3600 },
	auth: { type: 'error', error: 'unauthorized' },
	overload: { type: 'error', error: 'unavailable' },
	model: { type: 'error', error: 'missing-model' },
	context: { type: 'error', error: 'context' },
	cut: { type: 'reset', afterChunks: 2, text: 'This answer ends in the middle.' },
};

interface Measured {
	/** Milliseconds from the start of the program. */
	readonly firstRequest: number;
	readonly firstEnd: number;
	readonly told: string;
}

type Way = 'exec' | 'app-server';

async function measure(way: Way, reply: Reply): Promise<Measured> {
	const agent = await realAgent('codex');
	try {
		agent.server.script('codex', reply);
		const started = performance.now();
		const child = way === 'exec' ? startExec(agent) : startServer(agent);
		const asked = agent.server
			.waitFor((server) => server.asked('codex').length > 0)
			.then(() => performance.now() - started);
		const told = await firstEnd(way, child);
		const ended = performance.now() - started;
		child.kill('SIGKILL');
		await once(child, 'close');
		return { firstRequest: await asked, firstEnd: ended, told };
	} finally {
		await agent.close();
	}
}

function environmentOf(agent: RealAgent): NodeJS.ProcessEnv {
	return { ...agent.environment, SWITCHYARD_RUN: 'bench' };
}

function startExec(agent: RealAgent): ChildProcess {
	const { arguments: parameters } = codex.launch({
		task: 'changes',
		model: null,
		cwd: agent.folder,
		permission: 'edit',
		runFolder: agent.home,
		promptFile: '',
	});
	const child = spawn(program, parameters, {
		cwd: agent.folder,
		env: environmentOf(agent),
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	child.stdin.end('Make a file.');
	return child;
}

function startServer(agent: RealAgent): ChildProcess {
	const child = spawn(program, ['app-server', '-c', 'analytics.enabled=false'], {
		cwd: agent.folder,
		env: environmentOf(agent),
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	const send = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
	send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'bench', title: 'bench', version: '0' } } });
	child.stdout.on('data', answerer(send, agent.folder));
	return child;
}

/** Sends each next message of the dialogue when the one before is answered. */
function answerer(send: (message: object) => void, cwd: string): (chunk: Buffer) => void {
	let text = '';
	return (chunk) => {
		text += chunk.toString();
		const lines = text.split('\n');
		text = lines.pop() ?? '';
		for (const line of lines) {
			const { id, result } = JSON.parse(line) as { id?: number; result?: { thread?: { id: string } } };
			if (id === 1) {
				send({ method: 'initialized' });
				send({ id: 2, method: 'thread/start', params: { cwd, approvalPolicy: 'never', sandbox: 'workspace-write' } });
			} else if (id === 2) {
				const input = [{ type: 'text', text: 'Make a file.' }];
				send({ id: 3, method: 'turn/start', params: { threadId: result?.thread?.id, input } });
			}
		}
	};
}

/** The first line that tells of a failure, or of the end. */
async function firstEnd(way: Way, child: ChildProcess): Promise<string> {
	if (child.stdout === null) {
		throw new Error('The program has no output.');
	}
	for await (const line of createInterface({ input: child.stdout })) {
		const event = JSON.parse(line) as Record<string, unknown>;
		const name = textIn(way === 'exec' ? event['type'] : event['method']);
		if (/^(?:error|turn.failed|turn.completed|turn\/completed)$/.test(name)) {
			return way === 'exec' ? textIn(event['message']) || name : typed(event['params']);
		}
	}
	return 'ended without a word';
}

function typed(params: unknown): string {
	const { error, willRetry, turn } = params as {
		error?: { codexErrorInfo?: unknown };
		willRetry?: boolean;
		turn?: { status?: string };
	};
	return error === undefined
		? `turn ${turn?.status ?? ''}`
		: `${JSON.stringify(error.codexErrorInfo)}, willRetry ${String(willRetry)}`;
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const runs = Number(process.argv[2] ?? 5);
for (const [name, reply] of Object.entries(scenarios)) {
	for (const way of ['exec', 'app-server'] as const) {
		const measured: Measured[] = [];
		for (let run = 0; run < runs; run += 1) {
			measured.push(await measure(way, reply));
		}
		const request = median(measured.map(({ firstRequest }) => firstRequest)).toFixed(0);
		const end = median(measured.map((each) => each.firstEnd)).toFixed(0);
		console.log(`${name} | ${way} | ${request} | ${end} | ${measured[0]?.told.slice(0, 160) ?? ''}`);
	}
}
