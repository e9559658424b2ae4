import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type AgentSettings, usualAgentSettings } from '../../src/core/agent.ts';
import type { Provider } from '../../src/core/provider.ts';
import type { Task } from '../../src/core/request.ts';
import { type AgentCliOptions, createAgentCliAdapter } from '../../src/providers/agentCli.ts';
import type { Adapter, Answer, OutputPart } from '../../src/providers/provider.ts';
import { codeRequest, listenTo, providerOf, runInput } from '../unit/providers/inputs.ts';
import { type RealAgentName, realAgentSetups } from './agentRealSetups.ts';
import { type LlmServer, startLlmServer } from './llmServer.ts';
import { processesWith } from './processes.ts';
import { git, removeTemporaryFolder, temporaryFolder } from './temporary.ts';

export interface RealAgentOptions {
	/** Over what the setup of the agent gives. */
	readonly settings?: Partial<AgentSettings>;
	/** Further variables of the environment that the agent is started from. */
	readonly environment?: NodeJS.ProcessEnv;
	/** Files of the tree besides its `README.md`, by path relative to it; they are committed. */
	readonly tree?: Readonly<Record<string, string>>;
}

export interface RealRun {
	readonly task?: Task;
	readonly instruction?: string;
	readonly model?: string | null;
	readonly key?: string | null;
	readonly signal?: AbortSignal;
	/** Hears what the agent does, as it happens. */
	readonly output?: (part: OutputPart) => void;
}

/** A real agent program with a home of its own, a repository to work in and a scripted LLM behind it. */
export interface RealAgent {
	/** The agent's replies are scripted under its own name: `server.script(name, …)`. */
	readonly server: LlmServer;
	/** Its home; every process that it starts has it in the environment. */
	readonly home: string;
	/** A git repository with one commit. */
	readonly folder: string;
	/** What the agent is started from, before any adapter picks from it. */
	readonly environment: NodeJS.ProcessEnv;
	/** What an adapter for agents takes. */
	readonly options: AgentCliOptions;
	readonly provider: Provider;
	readonly adapter: Adapter;
	/** One run by the adapter for agent programs. */
	run(run?: RealRun): Promise<{ readonly answer: Answer; readonly parts: readonly OutputPart[] }>;
	/** Processes that the agent or its tools left, or that still run. */
	running(): readonly number[];
	/** Ends the server and removes every folder. */
	close(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '..');

export async function realAgent(name: RealAgentName, settings: RealAgentOptions = {}): Promise<RealAgent> {
	const server = await startLlmServer();
	const own = temporaryFolder();
	const home = path.join(own, 'home');
	const setup = realAgentSetups[name]({ base: `${server.origin}/${name}`, home });
	writeAll(home, setup.files);
	const folder = repository(path.join(own, 'work/project'), settings.tree ?? {});
	const environment = {
		PATH: [...programFolders, path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
		HOME: home,
		LANG: 'C.UTF-8',
		TERM: 'dumb',
		...setup.environment,
		...settings.environment,
	};
	const agentSettings = { ...usualAgentSettings, env: setup.env, ...settings.settings };
	const options: AgentCliOptions = {
		agents: (agent) => (agent === name ? agentSettings : null),
		environment: () => environment,
		folders: () => [folder],
		temporary: path.join(own, 'temporary'),
		boundary: own,
		now: Date.now,
	};
	const provider = providerOf({ kind: 'agent-cli', agent: name, model: setup.model });
	const adapter = createAgentCliAdapter(options);
	return {
		server,
		home,
		folder,
		environment,
		options,
		provider,
		adapter,
		run: async (run = {}) => {
			const listener = listenTo(run.signal);
			const input = runInput(run.model === undefined ? provider : { ...provider, model: run.model }, {
				request: codeRequest(run.task ?? 'changes', { instruction: run.instruction ?? 'Do as you are told.' }),
				cwd: folder,
				key: run.key ?? null,
			});
			const output = (part: OutputPart) => {
				listener.output(part);
				run.output?.(part);
			};
			const answer = await adapter.run(input, { ...listener, output });
			return { answer, parts: listener.parts };
		},
		running: () => processesWith(`HOME=${home}`),
		close: async () => {
			await server.close();
			removeTemporaryFolder(own);
		},
	};
}

/** Where npm put the programs of the two sub-packages. */
const programFolders = ['agents/node_modules/.bin', 'agents/more/node_modules/.bin'].map((each) =>
	path.join(root, each),
);

function repository(folder: string, tree: Readonly<Record<string, string>>): string {
	mkdirSync(folder, { recursive: true });
	writeAll(folder, { 'README.md': '# A folder for tests\n', ...tree });
	git(folder, 'init', '--quiet');
	git(folder, 'add', '--all', '--force');
	git(folder, 'commit', '--quiet', '--message', 'Start');
	return folder;
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
}
