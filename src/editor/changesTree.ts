import { visible } from '../core/hiddenText.ts';
import type { Hunk } from '../core/hunks.ts';
import { type ChangesState, type FileInReview, openParts, type ReviewedFile } from './changesState.ts';

/** A row of the Changes view. */
export type ChangesNode = FolderNode | FileNode | HunkNode;

export interface FolderNode {
	readonly type: 'folder';
	/** Relative to the root, with forward slashes. */
	readonly path: string;
	/** The path from the row above: folders with nothing beside them share a row. */
	readonly name: string;
	readonly children: readonly (FolderNode | FileNode)[];
	readonly check: Check;
}

export interface FileNode {
	readonly type: 'file';
	readonly path: string;
	readonly name: string;
	readonly file: ReviewedFile;
	readonly status: 'open' | 'accepted' | 'conflict' | 'declined';
	/** What is left of its hunks; none for a file with just one, or that is taken whole. */
	readonly children: readonly HunkNode[];
	readonly check: Check;
	/** How many of its hunks are checked, of how many that are left. */
	readonly chosen: readonly [checked: number, of: number];
	/** Who made what is left, and how many lines of it come and go. */
	readonly authors: readonly string[];
	readonly added: number;
	readonly removed: number;
	/** Where its diff opens, in lines of the new file counted from 0. */
	readonly lines: Lines | null;
}

export interface HunkNode {
	readonly type: 'hunk';
	readonly path: string;
	readonly part: number;
	/** Its first line that says something; of what is deleted when nothing is added. */
	readonly text: string;
	readonly authors: readonly string[];
	readonly added: number;
	readonly removed: number;
	readonly check: Check;
	readonly lines: Lines;
}

/** Lines of the new file, counted from 0; the same twice where lines were only deleted. */
export interface Lines {
	readonly start: number;
	readonly end: number;
}

/** `null`: nothing to check any more. */
export type Check = 'checked' | 'unchecked' | null;

/** A longer text of a row is cut, in characters. */
const longestText = 80;

/** The rows of the Changes view: folders first, each by name. */
export function treeOf(state: ChangesState): readonly (FolderNode | FileNode)[] {
	return level(state.map(fileNode), '');
}

/** The paths of the files of a row and below it. */
export function filesBelow(node: ChangesNode): readonly string[] {
	return node.type === 'folder' ? node.children.flatMap(filesBelow) : [node.path];
}

function level(files: readonly FileNode[], above: string): readonly (FolderNode | FileNode)[] {
	const here: FileNode[] = [];
	const inside = new Map<string, FileNode[]>();
	for (const file of files) {
		const slash = file.path.indexOf('/', above.length);
		if (slash < 0) {
			here.push(file);
		} else {
			const folder = file.path.slice(0, slash);
			const below = inside.get(folder) ?? [];
			below.push(file);
			inside.set(folder, below);
		}
	}
	const folders = [...inside].map(([path, below]) => folderNode(path, above, below));
	return [...folders.sort(byName), ...here.sort(byName)];
}

function folderNode(path: string, above: string, files: readonly FileNode[]): FolderNode {
	const children = level(files, `${path}/`);
	const [only] = children;
	if (children.length === 1 && only?.type === 'folder') {
		return { ...only, name: visible(only.path.slice(above.length)) };
	}
	return { type: 'folder', path, name: visible(path.slice(above.length)), children, check: together(children) };
}

function fileNode(each: FileInReview): FileNode {
	const { file, checked, conflict } = each;
	const left = openParts(each);
	const hunks = left.flatMap((part) => {
		const reviewed = file.hunks?.[part];
		return reviewed === undefined
			? []
			: [hunkNode(file.path, part, reviewed.hunk, reviewed.authors, checked.has(part))];
	});
	const chosen = left.filter((part) => checked.has(part)).length;
	const rest = hunks.length > 0;
	return {
		type: 'file',
		path: file.path,
		name: visible(file.path.slice(file.path.lastIndexOf('/') + 1)),
		file,
		status: left.length > 0 ? (conflict === null ? 'open' : 'conflict') : each.declined ? 'declined' : 'accepted',
		children: hunks.length > 1 ? hunks : [],
		check: left.length === 0 ? null : chosen === left.length ? 'checked' : 'unchecked',
		chosen: [chosen, left.length],
		authors: rest
			? file.authors.filter((author) => hunks.some(({ authors }) => authors.includes(author)))
			: file.authors,
		added: rest ? sum(hunks.map(({ added }) => added)) : file.added,
		removed: rest ? sum(hunks.map(({ removed }) => removed)) : file.removed,
		lines: hunks[0]?.lines ?? null,
	};
}

function hunkNode(path: string, part: number, hunk: Hunk, authors: readonly string[], checked: boolean): HunkNode {
	const { added, removed, newStart } = hunk;
	const says = (line: string) => /[\p{L}\p{N}]/u.test(line);
	const text = (added.find(says) ?? removed.find(says) ?? added[0] ?? removed[0] ?? '').trim();
	return {
		type: 'hunk',
		path,
		part,
		text: visible(text.length > longestText ? `${text.slice(0, longestText)}…` : text),
		authors,
		added: added.length,
		removed: removed.length,
		check: checked ? 'checked' : 'unchecked',
		lines: { start: newStart, end: Math.max(newStart, newStart + added.length - 1) },
	};
}

/** A folder is checked when all below it is that can be. */
function together(nodes: readonly ChangesNode[]): Check {
	const checks = nodes.map(({ check }) => check).filter((check) => check !== null);
	if (checks.length === 0) {
		return null;
	}
	return checks.every((check) => check === 'checked') ? 'checked' : 'unchecked';
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
	return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
