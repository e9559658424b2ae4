import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentSettings, type Permission, usualAgentSettings } from '../../../src/core/agent.ts';
import { createAcpAdapter } from '../../../src/providers/acp.ts';
import type { AgentCliOptions } from '../../../src/providers/agentCli.ts';
import type {
	Adapter,
	AgentFiles,
	Answer,
	OutputPart,
	PermissionQuestion,
	RunInput,
} from '../../../src/providers/provider.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { codeRequest, providerOf, runInput } from './inputs.ts';

const acpAgent = fileURLToPath(new URL('../../fixtures/agents/acp-agent.mjs', import.meta.url));

export type Step = Readonly<Record<string, unknown>>;

/** What the agent of the tests is told besides its steps. */
export interface Script {
	readonly initialize?: object;
	readonly session?: object;
	/** The variable that logs it in. */
	readonly login?: string;
	readonly atStart?: Step;
}

export interface Play extends Script {
	readonly permission?: Permission;
	readonly input?: Partial<RunInput>;
	readonly signal?: AbortSignal;
	/** Whether the user allows what is asked; nobody is asked when it is left out. */
	readonly allows?: boolean;
	output?(part: OutputPart): void;
}

/** A real agent process of ours, with a tree to work in. */
export interface AcpStage {
	readonly folder: string;
	readonly tree: string;
	readonly adapter: Adapter;
	/** Over the usual settings of the agent. */
	settings: Partial<AgentSettings>;
	environment: NodeJS.ProcessEnv;
	/** The name under which it is asked for. */
	agent: string;
	run(
		steps: readonly Step[],
		play?: Play,
	): Promise<{
		readonly answer: Answer;
		readonly parts: readonly OutputPart[];
		readonly questions: readonly PermissionQuestion[];
	}>;
	/** What the agent recorded under a name, in order. */
	recorded(name: string): readonly unknown[];
}

export function acpStage(): AcpStage {
	const folder = temporaryFolder();
	const tree = join(folder, 'tree');
	mkdirSync(tree);
	const record = join(folder, 'record.jsonl');
	const scriptFile = join(folder, 'script.json');
	writeFileSync(scriptFile, JSON.stringify({ record }));
	const options: AgentCliOptions = {
		agents: (name) =>
			name === stage.agent
				? { ...usualAgentSettings, path: acpAgent, args: [`--acp-script=${scriptFile}`], ...stage.settings }
				: null,
		environment: () => stage.environment,
		folders: () => [tree],
		temporary: join(folder, 'temporary'),
		boundary: folder,
		now: () => 0,
	};
	const stage: AcpStage = {
		folder,
		tree,
		adapter: createAcpAdapter(options),
		settings: {},
		environment: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder },
		agent: 'mine',
		async run(steps, play = {}) {
			const { permission, input, signal, allows, ...script } = play;
			writeFileSync(scriptFile, JSON.stringify({ record, steps, ...script }));
			stage.settings = permission === undefined ? stage.settings : { ...stage.settings, permission };
			const parts: OutputPart[] = [];
			const questions: PermissionQuestion[] = [];
			const provider = providerOf({ kind: 'acp', agent: stage.agent, model: null });
			const given = { request: codeRequest('changes'), cwd: tree, files: filesOf(tree), ...input };
			const answer = await stage.adapter.run(runInput(input?.provider ?? provider, given), {
				signal: signal ?? new AbortController().signal,
				output(part) {
					parts.push(part);
					play.output?.(part);
				},
				permit(question) {
					questions.push(question);
					return Promise.resolve(allows ?? false);
				},
			});
			return { answer, parts, questions };
		},
		recorded(name) {
			const lines = existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n') : [];
			return lines.map((line) => JSON.parse(line) as Record<string, unknown>).flatMap((entry) => entry[name] ?? []);
		},
	};
	return stage;
}

/** As a transaction gives them, without its care. */
function filesOf(tree: string): AgentFiles {
	return {
		read: async (path) => ({ ok: true, text: await readFile(join(tree, path), 'utf8').catch(() => null) }),
		async write(path, content) {
			mkdirSync(dirname(join(tree, path)), { recursive: true });
			await writeFile(join(tree, path), content);
			return { ok: true };
		},
	};
}
