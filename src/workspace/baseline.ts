import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { row, rowAt, rowLength, sameRow } from './files.ts';
import { type Git, type GitCall, names as namesIn } from './git.ts';
import { type Kept, readKept } from './kept.ts';
import { keepLarge } from './large.ts';
import { lstatOrNull, namesGitFolder } from './paths.ts';
import type { Change, FileState } from './transaction.ts';
import type { Read } from './treeResult.ts';
import type { TreeWorkers } from './treeWorkers.ts';

/** A change that also knows what git calls the content before, so that it can be compared without reading it. */
export interface TrackedChange extends Change {
	/** The object id of `before`, or `null`. */
	readonly beforeId: string | null;
}

/** How a copy was when its work began. As JSON it survives us. */
export interface Remembered {
	/** Paths of files, relative to the top of the tree, with forward slashes. */
	readonly names: readonly string[];
	/** What git calls the bytes of each; an empty text where there is no such file. */
	readonly ids: readonly string[];
	/** Content that is in no repository of the user, by the place of its name. */
	readonly kept: Readonly<Record<number, Kept>>;
	/** Links: where each leads in the user's tree, and in the copy when that is elsewhere. */
	readonly links: Readonly<Record<number, { readonly target: string; readonly copied: string | null }>>;
	readonly parts: readonly RememberedPart[];
	/** The user's tree and its copy, by their real paths. */
	readonly trees: { readonly user: string; readonly copy: string };
}

/** One repository of the tree. */
export interface RememberedPart {
	/** Relative to the top; empty at the top. */
	readonly at: string;
	/** A bare repository of ours, below the place: it can read the user's objects, and holds what is ignored. */
	readonly gitDir: string;
	/** Of an object id, in bytes. */
	readonly idLength: number;
	/** The user's own list of what is ignored everywhere; `null` without one. */
	readonly excludesFile: string | null;
}

export interface BaselineParts {
	readonly git: Git;
	readonly workers: TreeWorkers;
	/** The folder of the copy and of all that is remembered about it. */
	readonly place: string;
}

export interface Baseline {
	changes(): Promise<readonly TrackedChange[]>;
}

const memory = 'baseline.json';
const numbers = 'baseline.rows';

/** Writes down what is remembered. Complete only when `baseline.json` is there. */
export async function writeBaseline(place: string, remembered: Remembered, rows: Float64Array): Promise<void> {
	await writeFile(path.join(place, numbers), Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));
	await writeFile(path.join(place, memory), JSON.stringify(remembered));
}

/** `null` when the copy was never completed. */
export async function readBaseline(parts: BaselineParts): Promise<Baseline | null> {
	if (!existsSync(path.join(parts.place, memory))) {
		return null;
	}
	const remembered = JSON.parse(await readFile(path.join(parts.place, memory), 'utf8')) as Remembered;
	const bytes = await readFile(path.join(parts.place, numbers));
	const rows = new Float64Array(remembered.names.length * rowLength);
	Buffer.from(rows.buffer).set(bytes);
	return createBaseline(parts, remembered, rows);
}

/** `rows`: how each file lay in the copy when it was made. */
export function createBaseline(
	{ git, workers, place }: BaselineParts,
	remembered: Remembered,
	rows: Float64Array,
): Baseline {
	const tree = remembered.trees.copy;
	const contents = path.join(place, 'contents');
	const places = new Map(remembered.names.map((name, index) => [name, index]));
	let round = 0;

	const partOf = (name: string): RememberedPart => {
		const found = remembered.parts.findLast(({ at }) => at === '' || name.startsWith(`${at}/`));
		if (found === undefined) {
			throw new Error('A baseline without a repository.');
		}
		return found;
	};
	const beforeOf = (index: number, name: string): FileState | null => {
		const id = remembered.ids[index] ?? '';
		const link = remembered.links[index];
		if (id === '') {
			return null;
		}
		if (link !== undefined) {
			return { type: 'link', target: link.target };
		}
		const kept = remembered.kept[index];
		const { gitDir } = partOf(name);
		const read =
			kept === undefined
				? () => git.run(['cat-file', 'blob', id], { cwd: place, gitDir: path.join(place, gitDir) })
				: () => Promise.resolve(readKept(contents, kept));
		return { type: 'file', executable: isExecutable(rowAt(rows, index)), read };
	};
	const afterOf = ({ id, kept, target }: Read, now: Float64Array, known: FileState | null): FileState => {
		if (target !== null) {
			return { type: 'link', target: homeward(target, remembered.trees) };
		}
		// Content that was expected is the content before.
		const same = known?.type === 'file' && kept === null ? () => known.read() : null;
		const read = same ?? (() => Promise.resolve(readKept(contents, kept ?? { file: id, at: 0, length: 0 })));
		return { type: 'file', executable: isExecutable(now), read };
	};

	return {
		changes: async () => {
			const looked = await workers.run({ type: 'look', tree, names: remembered.names });
			const moved = [...remembered.names.keys()].filter((index) => !sameRow(rows, looked.rows, index));
			const others = (await listOthers(git, place, remembered)).filter((name) => !places.has(name));
			const changed: TrackedChange[] = [];
			round += 1;
			for (const part of remembered.parts) {
				const mine = (name: string) => partOf(name) === part;
				const names = [...moved.map((index) => remembered.names[index] ?? ''), ...others].filter(mine);
				const expected = names.map((name) => remembered.ids[places.get(name) ?? -1] ?? '');
				const own = path.join(contents, `after-${round}-${remembered.parts.indexOf(part)}`);
				const work = { type: 'keep', tree, names, expected, idLength: part.idLength, contents: own } as const;
				const kept = await workers.run(work);
				const large = await keepLarge(work, kept.large);
				const read = new Map([...kept.read, ...large].map((each) => [each.place, each]));
				for (const [at, name] of names.entries()) {
					const index = places.get(name) ?? -1;
					const before = beforeOf(index, name);
					const found = read.get(at);
					const after = found === undefined ? null : afterOf(found, rowAt(kept.rows, at), before);
					const link = remembered.links[index];
					const unmoved = link !== undefined && found?.target === (link.copied ?? link.target);
					if (!unmoved && differ(before, after, remembered.ids[index] ?? '', found?.id ?? '')) {
						const beforeId = before === null ? null : (remembered.ids[index] ?? null);
						changed.push({ path: name, before, after, beforeId });
					}
				}
			}
			return changed.sort((left, right) => (left.path < right.path ? -1 : 1));
		},
	};
}

function isExecutable(file: Float64Array): boolean {
	return ((file[row.mode] ?? 0) & 0o100) !== 0;
}

function differ(before: FileState | null, after: FileState | null, beforeId: string, afterId: string): boolean {
	if (before === null || after === null) {
		return before !== after;
	}
	if (before.type === 'link' || after.type === 'link') {
		return before.type !== after.type || beforeId !== afterId;
	}
	return beforeId !== afterId || before.executable !== after.executable;
}

/** An absolute link into the copy, as it has to be in the user's tree. */
function homeward(target: string, { user, copy }: Remembered['trees']): string {
	const inside = path.isAbsolute(target) ? path.relative(copy, path.normalize(target)) : '..';
	return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)
		? target
		: path.join(user, inside);
}

/** Files that are not ignored, wherever they lie; those of a repository that was made meanwhile too. */
async function listOthers(git: Git, place: string, { parts, trees }: Remembered): Promise<string[]> {
	const found = new Set<string>();
	const seen = new Set<string>();
	const list = async (at: string, part: RememberedPart): Promise<void> => {
		seen.add(at);
		const workTree = path.join(trees.copy, at);
		const config = part.excludesFile === null ? {} : { 'core.excludesFile': part.excludesFile };
		const call: GitCall = { cwd: workTree, gitDir: path.join(place, part.gitDir), workTree, config };
		for (const name of namesIn(await git.run(['ls-files', '-z', '--others', '--exclude-standard'], call))) {
			const full = at === '' ? name : `${at}/${name}`;
			if (namesGitFolder(full)) {
				continue;
			}
			if (!name.endsWith('/')) {
				found.add(full);
			} else if (!seen.has(full.slice(0, -1))) {
				await list(full.slice(0, -1), parts.find((other) => other.at === full.slice(0, -1)) ?? part);
			}
		}
	};
	for (const part of parts) {
		// The folder of a repository can be a file or a link by now.
		const stats = await lstatOrNull(path.join(trees.copy, part.at));
		if (!seen.has(part.at) && stats?.isDirectory() === true) {
			await list(part.at, part);
		}
	}
	return [...found];
}

/** The folder for kept content. */
export async function makeContents(place: string): Promise<string> {
	const folder = path.join(place, 'contents');
	await mkdir(folder, { recursive: true });
	return folder;
}
