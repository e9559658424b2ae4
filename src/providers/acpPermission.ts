import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Permission } from '../core/agent.ts';
import { isGitFolder, isGuarded } from '../core/guarded.ts';
import { pathsOf, toolOf } from './acpUpdate.ts';
import { fieldsOf, textIn } from './dialects/verdict.ts';
import type { PermissionQuestion } from './provider.ts';

/** `ask`: the user decides. */
export type Leave = 'allow' | 'reject' | 'ask';

/** What an agent wants to do. */
export interface Wish {
	readonly question: PermissionQuestion;
	/** As the protocol names it; an empty string when the agent does not tell. */
	readonly kind: string;
	/** Whether one of the paths leads out of the tree. */
	readonly leadsOut: boolean;
}

/** Out of the `toolCall` of a permission request. `tree`: the folder that the agent works in, absolute and real. */
export function wishOf(toolCall: unknown, tree: string): Wish {
	const call = fieldsOf(toolCall);
	const places = pathsOf(call).map((path) => placeIn(tree, path));
	return {
		question: { tool: toolOf(call), title: textIn(call['title']), paths: places.flatMap((place) => place ?? []) },
		kind: textIn(call['kind']),
		leadsOut: places.includes(null),
	};
}

/** Writing a file through the client: the same question as that of an agent that edits by itself. */
export function wishToWrite(path: string, tree: string): Wish {
	return wishOf({ kind: 'edit', title: 'Write a file', locations: [{ path }] }, tree);
}

/**
 * One model over all agents. Reading inside the tree is free; an edit needs `edit` and stays in the tree; a command, a
 * request to the network and everything that is not known need `edit-and-run`. What acts beyond its own content always
 * asks, and so does an edit that does not say of what.
 */
export function leaveFor({ question, kind, leadsOut }: Wish, permission: Permission): Leave {
	const { tool, paths } = question;
	if (leadsOut || paths.some(isGitFolder)) {
		return 'reject';
	}
	if (tool !== 'edit' && (kind === 'read' || kind === 'search' || kind === 'think')) {
		return 'allow';
	}
	if (permission === 'read-only' || (tool !== 'edit' && permission === 'edit')) {
		return 'reject';
	}
	return paths.some(isGuarded) || (tool === 'edit' && paths.length === 0) ? 'ask' : 'allow';
}

/** The answer to a permission request: the narrowest of the agent's options that says so. */
export function outcomeFor(options: unknown, isAllowed: boolean): unknown {
	const offered = Array.isArray(options) ? options.map(fieldsOf) : [];
	const wanted = isAllowed ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always'];
	const chosen = wanted.map((kind) => offered.find((option) => option['kind'] === kind)).find(Boolean);
	return {
		outcome: chosen === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId: chosen['optionId'] },
	};
}

/** A path of the agent's, relative to the tree with forward slashes; `null` when it leads out. The tree itself is `.`. */
export function placeIn(tree: string, path: string): string | null {
	const way = relative(tree, resolve(tree, path));
	if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
		return null;
	}
	return way === '' ? '.' : way.split(sep).join('/');
}
