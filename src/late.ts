import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { FolderRule, AgentSettings } from './core/agent.ts';
import type { Kind } from './core/provider.ts';
import type { LeftoverParts } from './editor/leftovers.ts';
import type { AgentCliOptions } from './providers/agentCli.ts';
import type { Adapter } from './providers/provider.ts';
import type { VscodeModelAccess, VscodeModels } from './providers/vscodeLmHost.ts';
import type { Account } from './workspace/account.ts';
import type { Change } from './workspace/transaction.ts';
import type { AnyWorkspace } from './workspace/workspace.ts';

/** The kinds of provider that can be driven. */
export const drivenKinds: readonly Kind[] = ['openai', 'vscode-lm', 'agent-cli', 'acp'];

export interface LateParts {
	/** Where what outlives a run is kept. */
	readonly storage: string;
	/** Where the bundles are. */
	readonly bundles: string;
	readonly agents: (agent: string) => AgentSettings | null;
	readonly ignoredFolders: () => Readonly<Record<string, FolderRule>>;
	/** The open folders. */
	readonly folders: () => readonly string[];
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** VS Code's own models. */
	readonly models: VscodeModels;
	readonly access: VscodeModelAccess;
}

/** How the user is asked about work of an earlier session. */
export type EarlierWork = Pick<LeftoverParts, 'ask' | 'review' | 'isOpen' | 'tell'>;

/** What is large, and loaded when it is first needed. */
export interface Late {
	adapter(kind: Kind): Promise<Adapter>;
	workspace(): Promise<AnyWorkspace>;
	describe(changes: readonly Change[]): Promise<Account>;
	/** Offers what windows left behind when they were killed. Costs nothing when there is nothing. Never rejects. */
	offerEarlierWork(ask: EarlierWork): Promise<void>;
	/** The user saved a file: nothing to do as long as no agent has worked. */
	saved(file: string): void;
}

export function createLate(parts: LateParts): Late {
	const { storage, bundles, agents, ignoredFolders, folders, now, models, access } = parts;
	const options: AgentCliOptions = {
		agents,
		environment: () => process.env,
		folders,
		temporary: path.join(storage, 'runs'),
		boundary: storage,
		now,
	};
	const [trees, snapshots] = [path.join(storage, 'trees'), path.join(storage, 'snapshots')];
	let working: AnyWorkspace | null = null;
	const room = once(async () => {
		const { accountOf, createAgentCliAdapter, createWorkspace } = await import('./lazy/agents.ts');
		working = createWorkspace({
			worktree: {
				storage: trees,
				ignoredFolders,
				worker: path.join(bundles, 'treeWorker.cjs'),
				now,
			},
			snapshots,
			now,
		});
		return { adapter: createAgentCliAdapter(options), accountOf, workspace: working };
	});
	const acp = once(async () => (await import('./lazy/acp.ts')).createAcpAdapter(options));
	const openai = once(async () => (await import('./lazy/openai.ts')).createOpenAiAdapter(now));
	const vscodeLm = once(async () =>
		(await import('./lazy/vscodeLm.ts')).createVscodeLmAdapter({ models, access, now }),
	);
	return {
		adapter: async (kind) => {
			switch (kind) {
				case 'openai':
					return openai();
				case 'agent-cli':
					return (await room()).adapter;
				case 'acp':
					return acp();
				case 'vscode-lm':
					return vscodeLm();
			}
		},
		workspace: async () => (await room()).workspace,
		describe: async (changes) => (await room()).accountOf(changes),
		async offerEarlierWork(ask) {
			const places = await Promise.all([trees, snapshots].map((place) => readdir(place).catch(() => [])));
			if (places.flat().length === 0) {
				return;
			}
			const { endOrphans, offerInterrupted, offerLeftovers } = await import('./lazy/leftovers.ts');
			const { workspace } = await room();
			await offerInterrupted({ ...ask, workspace: workspace.inPlace, endOrphans });
			await offerLeftovers({ ...ask, workspace, endOrphans });
		},
		saved(file) {
			void working?.inPlace.saved(file);
		},
	};
}

/** Calls `make` at the first call only. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | null = null;
	return () => (made ??= make());
}
