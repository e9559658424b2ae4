import type { Isolation } from '../../../src/core/agent.ts';
import type { Workspace } from '../../../src/workspace/transaction.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { type State, states } from './scene.ts';

/** A way to work on a folder, under the same chaos as the others. */
export interface Form {
	readonly states: readonly State[];
	workspace(storage: string, environment: NodeJS.ProcessEnv): Workspace;
}

export const forms: Readonly<Partial<Record<Isolation, Form>>> = {
	worktree: {
		states: states.filter((state) => state !== 'plain'),
		workspace: (storage, environment) =>
			createWorktreeWorkspace({ storage, environment, ignoredFolders: () => ({ node_modules: 'copy' }) }),
	},
};
