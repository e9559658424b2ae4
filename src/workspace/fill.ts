import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { appendFile, copyFile, mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { createAgentRepository } from './agentRepository.ts';
import { type Baseline, createBaseline, makeContents, type Remembered, writeBaseline } from './baseline.ts';
import { kinds, row, rowAt, rowLength } from './files.ts';
import type { Git } from './git.ts';
import { idOf } from './gitIndex.ts';
import { fillFolders } from './ignoredFolders.ts';
import type { FolderRule } from '../core/agent.ts';
import type { Kept } from './kept.ts';
import { copyLarge } from './large.ts';
import { layRepository } from './ownRepository.ts';
import { copyIfThere } from './paths.ts';
import type { UserRepository } from './repository.ts';
import { idLengthOf, knownRows, survey, type TreePart } from './survey.ts';
import type { CopyWork, Read, TreeResult } from './treeResult.ts';
import type { TreeWorkers } from './treeWorkers.ts';
import { unlikeObjects } from './unlikeObjects.ts';

export interface FillInput {
	readonly git: Git;
	readonly workers: TreeWorkers;
	readonly repository: UserRepository;
	/** The folder that takes the copy, in `tree`, and all that is remembered about it. */
	readonly place: string;
	/** The folder of all places. */
	readonly storage: string;
	readonly folders: Readonly<Record<string, FolderRule>>;
	readonly signal: AbortSignal;
}

export interface Filled {
	readonly baseline: Baseline;
	readonly parts: readonly TreePart[];
	/** The user's files, in the order of all parts, as they lay there when they were copied. */
	readonly rows: readonly Float64Array[];
}

/** Copies the user's tree as it lies there, with all repositories in it, and remembers how it was. */
export async function fill(input: FillInput): Promise<Filled> {
	const { git, workers, repository, place, storage, signal } = input;
	const tree = path.join(place, 'tree');
	await mkdir(path.join(tree, repository.prefix), { recursive: true });
	const trees = { user: await realpath(repository.root), copy: tree };
	const apart = `${path.relative(trees.user, storage).split(path.sep).join('/')}/`;
	const scratch = (of: UserRepository, at: string) => makeScratch(place, of, at);
	const parts = await survey(git, { repository, apart, scratch, signal });
	const contents = await makeContents(place);
	const copies: CopiedPart[] = [];
	const clones = await canClone(repository.indexFile, place);
	for (const [number, part] of parts.entries()) {
		const gitDir = await scratch(part.repository, part.at);
		const work: CopyWork = {
			type: 'copy',
			from: part.repository.root,
			to: path.join(tree, part.at),
			names: part.names,
			known: await knownRows(part),
			trees,
			idLength: idLengthOf(part.repository),
			contents: path.join(contents, `before-${number}`),
			clones,
		};
		await mkdir(work.to, { recursive: true });
		copies.push({ ...(await copyPart({ ...input, part, work, gitDir })), part, gitDir });
	}
	const filled = await fillFolders({ ...input, parts, tree, clones });
	for (const { part, stat, gitDir } of copies) {
		const excluded = filled.filter(({ at }) => at === part.at).map(({ pattern }) => pattern);
		await createAgentRepository({ part, tree: path.join(tree, part.at), stat, excluded });
		await excludeIn(gitDir, part.repository, excluded);
		signal.throwIfAborted();
	}
	const { remembered, rows } = remember(place, trees, copies);
	await writeBaseline(place, remembered, rows);
	const baseline = createBaseline({ git, workers, place }, remembered, rows);
	return { baseline, parts, rows: copies.map(({ result }) => result.rows) };
}

interface CopiedPart {
	readonly part: TreePart;
	readonly gitDir: string;
	readonly result: TreeResult;
	/** By the place of a name. */
	readonly read: ReadonlyMap<number, Read>;
	readonly stat: (entry: number) => ArrayLike<number> | null;
}

interface PartInput extends FillInput {
	readonly part: TreePart;
	readonly work: CopyWork;
	readonly gitDir: string;
}

/** Copies one repository's files. Meanwhile git is asked which of its objects are no files as they lie there. */
async function copyPart({ git, workers, part, work, gitDir, signal }: PartInput) {
	const [result, unlike] = await Promise.all([
		workers.run(work, signal),
		unlikeObjects(git, { part, gitDir, known: work.known, signal }),
	]);
	const read = new Map([...result.read, ...(await copyLarge(work, result, signal))].map((each) => [each.place, each]));
	const isFile = (place: number) => rowAt(result.copies, place)[row.kind] === kinds.file;
	const places = [...unlike(result.rows)].filter((place) => isFile(place) && !read.has(place));
	const names = places.map((place) => part.names[place] ?? '');
	const { idLength } = work;
	const more = await workers.run(
		{ type: 'keep', tree: work.to, names, expected: [], idLength, contents: `${work.contents}-unlike` },
		signal,
	);
	const unlikely = new Set<number>();
	for (const each of more.read) {
		const place = places[each.place] ?? -1;
		unlikely.add(place);
		read.set(place, { ...each, place });
	}
	const stat = statsFor(part, result, (place) => {
		const found = read.get(place);
		const entry = part.entries[place] ?? -1;
		// Of a link the target is all there is; a file that git would look at again here it looks at again there.
		const isLink = found !== undefined && found.target !== null;
		const sameLink = isLink && part.index !== null && found.id === idOf(part.index, entry);
		return found === undefined || unlikely.has(place) || sameLink;
	});
	return { result, read, stat };
}

function statsFor({ index, entries }: TreePart, result: TreeResult, isSettled: (place: number) => boolean) {
	const places = new Map(
		[...entries.entries()].filter(([, entry]) => entry >= 0).map(([place, entry]) => [entry, place]),
	);
	return (entry: number): Float64Array | null => {
		const place = places.get(entry);
		if (index === null || place === undefined || !isSettled(place)) {
			return null;
		}
		const numbers = rowAt(result.copies, place);
		return numbers[row.kind] === kinds.nothing ? null : numbers;
	};
}

/** Where git can't find the user's objects by itself: reads them, and is never written to by an agent. */
async function makeScratch(place: string, repository: UserRepository, at: string): Promise<string> {
	const gitDir = path.join(
		place,
		'git',
		at === '' ? 'top' : `at-${createHash('sha256').update(at).digest('hex').slice(0, 16)}`,
	);
	await layRepository({
		gitDir,
		objectFormat: repository.objectFormat,
		alternates: [repository.objects],
		head: 'ref: refs/heads/baseline',
		config: { 'core.bare': 'false' },
	});
	return gitDir;
}

async function excludeIn(gitDir: string, repository: UserRepository, excluded: readonly string[]): Promise<void> {
	const file = path.join(gitDir, 'info', 'exclude');
	await copyIfThere(repository.exclude, file);
	await appendFile(file, excluded.map((pattern) => `\n${pattern}\n`).join(''));
}

/** Whether files can be cloned from where this one lies. */
async function canClone(file: string, place: string): Promise<boolean> {
	const probe = path.join(place, 'probe');
	const able = await copyFile(file, probe, constants.COPYFILE_FICLONE_FORCE).then(
		() => true,
		() => false,
	);
	await rm(probe, { force: true });
	return able;
}

function remember(place: string, trees: Remembered['trees'], copies: readonly CopiedPart[]) {
	const names: string[] = [];
	const ids: string[] = [];
	const kept: Record<number, Kept> = {};
	const links: Record<number, { readonly target: string; readonly copied: string | null }> = {};
	const rows = new Float64Array(copies.reduce((sum, { part }) => sum + part.names.length, 0) * rowLength);
	for (const { part, result, read } of copies) {
		const first = names.length;
		rows.set(result.copies, first * rowLength);
		for (const [index, name] of part.names.entries()) {
			const found = read.get(index);
			const kind = rowAt(result.copies, index)[row.kind];
			names.push(part.at === '' ? name : `${part.at}/${name}`);
			if (kind !== kinds.file && kind !== kinds.link) {
				ids.push('');
			} else if (found !== undefined) {
				ids.push(found.id);
			} else {
				ids.push(part.index === null ? '' : idOf(part.index, part.entries[index] ?? 0));
			}
			if (found !== undefined && found.kept !== null) {
				kept[first + index] = found.kept;
			}
			if (found !== undefined && found.target !== null) {
				links[first + index] = { target: found.target, copied: found.copied };
			}
		}
	}
	const parts = copies.map(({ part, gitDir }) => ({
		at: part.at,
		gitDir: path.relative(place, gitDir),
		idLength: idLengthOf(part.repository),
		excludesFile: part.repository.settings['core.excludesfile'] ?? null,
	}));
	const remembered: Remembered = { names, ids, kept, links, parts, trees };
	return { remembered, rows };
}
