import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentSettings, usualAgentSettings } from '../../../src/core/agent.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { CodeRequest, Task } from '../../../src/core/request.ts';
import { createAgentCliAdapter } from '../../../src/providers/agentCli.ts';
import type { Adapter, OutputPart } from '../../../src/providers/provider.ts';
import { attempt, type AttemptResult } from '../../../src/router/attempt.ts';
import type { Change, Transaction, Workspace } from '../../../src/workspace/transaction.ts';
import { FakeClock } from '../fakeClock.ts';
import { MemoryTransaction, MemoryWorkspace } from '../memoryWorkspace.ts';
import { keyless, llm } from '../providers.ts';
import { facts } from '../requests.ts';
import { temporaryFolder } from '../temporary.ts';
import type { AgentContract, VendorCase } from './declaration.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const fakeAgent = join(fixtures, 'agents/fake-agent.mjs');

/** How many parts are kept: a flood has more than fit into the memory. */
const mostParts = 100;

export type Step = Readonly<Record<string, unknown>>;

/** What the fake program writes down about how it was started. */
export interface Seen {
	readonly argv: readonly string[];
	/** In bytes, of what it was given as its input. */
	readonly promptLength: number;
	readonly cwd: string;
	readonly pid: number;
	/** Whether a file of this run that its arguments or its environment name holds the word that the test looks for. */
	readonly promptInFile: boolean;
}

/** One run of a fake program through everything that is real: adapter, process, deadlines. */
export interface Stage {
	readonly folder: string;
	readonly adapter: Adapter;
	readonly provider: Provider;
	/** What the deadlines go by. */
	readonly clock: FakeClock;
	/** The first of what was shown. */
	readonly parts: readonly OutputPart[];
	/** A word in the prompt that stands nowhere else. */
	readonly secret: string;
	/** Makes the program do this in its next runs. */
	script(steps: readonly Step[], login?: object, version?: string): void;
	/** Runs the program in a tree of its own. */
	run(task?: Task): Promise<AttemptResult>;
	cancel(): void;
	/** Whether the program has begun with its steps. */
	hasBegun(): boolean;
	seen(): Seen;
	/** The files left in the trees and the folders of the runs. */
	leftovers(): readonly string[];
	/** Calls the listener with each part as it is shown. */
	onPart(listener: (part: OutputPart) => void): void;
}

export function openStage(contract: AgentContract): Stage {
	const folder = temporaryFolder();
	const clock = new FakeClock();
	const cancelling = new AbortController();
	const workspace = new FolderWorkspace(join(folder, 'trees'));
	const parts: OutputPart[] = [];
	const listeners: ((part: OutputPart) => void)[] = [];
	const record = join(folder, 'record.json');
	const scriptFile = join(folder, 'script.json');
	const secret = 'quetzalcoatl';
	const { settings: own } = contract;
	const settings: AgentSettings = {
		...usualAgentSettings,
		...own,
		path: fakeAgent,
		args: [`--fake-script=${scriptFile}`, ...(own?.args ?? [])],
		env: ['FAKE_AGENT_SCRIPT'],
	};
	const provider = llm('tested', {
		kind: 'agent-cli',
		agent: contract.agent,
		baseUrl: null,
		model: 'test-model',
		profiles: [keyless],
	});
	const adapter = createAgentCliAdapter({
		agents: () => settings,
		environment: () => ({
			PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
			HOME: folder,
			FAKE_AGENT_SCRIPT: scriptFile,
		}),
		folders: () => [],
		temporary: join(folder, 'runs'),
		boundary: folder,
		now: () => clock.now(),
	});
	return {
		folder,
		adapter,
		provider,
		clock,
		parts,
		secret,
		script(steps, login, version) {
			writeFileSync(scriptFile, JSON.stringify({ record, secret, login, version, steps }));
		},
		run: (task = 'changes') =>
			attempt(
				{
					request: requestOf(task, secret),
					provider,
					profile: keyless,
					maxOutputTokens: null,
					isolation: null,
					base: null,
					keeps: () => false,
					permit: () => Promise.resolve(false),
					onHandOffFailed: () => undefined,
					signal: cancelling.signal,
					onPart(part) {
						if (parts.length < mostParts) {
							parts.push(part);
						}
						listeners.forEach((listener) => listener(part));
					},
					onFirstOutput: () => undefined,
				},
				{
					clock,
					adapter: () => Promise.resolve(adapter),
					workspace: () => Promise.resolve(workspace),
					describe: () => Promise.resolve({ files: [], diff: '' }),
					folder,
					readKey: () => Promise.resolve(null),
					firstOutputMs: 60_000,
					idleMs: 120_000,
				},
			),
		cancel: () => cancelling.abort(),
		hasBegun: () => existsSync(record),
		seen: () => JSON.parse(readFileSync(record, 'utf8')) as Seen,
		leftovers: () => [...filesBelow(join(folder, 'runs')), ...filesBelow(join(folder, 'trees'))],
		onPart: (listener) => listeners.push(listener),
	};
}

/** The steps by which the fake program does what a case says. */
export function stepsOf(contract: AgentContract, each: VendorCase): readonly Step[] {
	const { recording, stdout = '', stderr = '', exitCode = 0 } = each;
	const written =
		recording === undefined
			? [...(stderr === '' ? [] : [{ stderr }]), ...(stdout === '' ? [] : [{ raw: stdout }])]
			: replayOf(join(fixtures, 'recordings', contract.agent, recording));
	return [...written, { exit: exitCode }];
}

function replayOf(base: string): readonly Step[] {
	const stdout = [`${base}.stdout`, `${base}.jsonl`].find((file) => existsSync(file));
	const stderr = `${base}.stderr`;
	if (stdout === undefined && !existsSync(stderr)) {
		throw new Error(`There is no recording ${base}`);
	}
	return [
		...(existsSync(stderr) ? [{ copyToStderr: stderr }] : []),
		...(stdout === undefined ? [] : [{ copyToStdout: stdout }]),
	];
}

function requestOf(task: Task, word: string): CodeRequest {
	return {
		facts: facts({ command: 'ask', task, needs: [], deadline: Number.MAX_SAFE_INTEGER }),
		payload: { instruction: `Say ${word}.`, focus: null, attachments: [], paths: [] },
	};
}

/** Trees that are empty folders, whose files all count as changes. */
class FolderWorkspace extends MemoryWorkspace {
	readonly #place: string;

	constructor(place: string) {
		super({});
		this.#place = place;
		mkdirSync(place, { recursive: true });
	}

	override async begin(): ReturnType<Workspace['begin']> {
		const transaction = new FolderTransaction(this, join(this.#place, String(readdirSync(this.#place).length)));
		return { ok: true, transaction };
	}
}

class FolderTransaction extends MemoryTransaction {
	override readonly cwd: string;

	constructor(owner: MemoryWorkspace, cwd: string) {
		super(owner, 0);
		this.cwd = cwd;
		mkdirSync(cwd);
	}

	override async changes(): Promise<readonly Change[]> {
		return filesBelow(this.cwd).map((path) => ({ path, before: null, after: null }));
	}

	override rollback(): ReturnType<Transaction['rollback']> {
		rmSync(this.cwd, { recursive: true });
		return super.rollback();
	}
}

function filesBelow(folder: string): readonly string[] {
	return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
}
