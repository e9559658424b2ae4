import type { Isolation } from '../../../src/core/agent.ts';
import { createInPlaceWorkspace } from '../../../src/workspace/inPlace.ts';
import type { Workspace } from '../../../src/workspace/transaction.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { type State, states } from './scene.ts';

/** A way to work on a folder, under the same chaos as the others. */
export interface Form {
	readonly states: readonly State[];
	/** How fine times are compared, in nanoseconds. */
	readonly finest: number;
	workspace(storage: string, environment: NodeJS.ProcessEnv): Workspace;
}

export const forms: Readonly<Partial<Record<Isolation, Form>>> = {
	worktree: {
		states: states.filter((state) => state !== 'plain'),
		finest: 1,
		workspace: (storage, environment) =>
			createWorktreeWorkspace({ storage, environment, ignoredFolders: () => ({ node_modules: 'copy' }) }),
	},
	inPlace: {
		// Without git most of the time, which is what it is for.
		states: states.flatMap((state) => ['plain' as const, state]),
		finest: 1000,
		workspace: (storage) => createInPlaceWorkspace({ storage, now: () => 0 }),
	},
};
