import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { kinds, row, rowLength } from './files.ts';
import { type Git, names } from './git.ts';
import { type GitIndex, isIntent, modeOf, parseIndex, stageOf, statFields, statOf } from './gitIndex.ts';
import { follow, isMissing, lstatOrNull, namesGitFolder } from './paths.ts';
import { nestedRepository, type UserRepository } from './repository.ts';

/** One repository of the tree: the one at the top, a submodule, or another one that lies in its folders. */
export interface TreePart {
	/** Where it lies: relative to the top, with forward slashes; empty at the top. */
	readonly at: string;
	readonly repository: UserRepository;
	/** `null` before anything was staged. */
	readonly index: GitIndex | null;
	/** What git tracks or would track, relative to this repository, each once, sorted. */
	readonly names: readonly string[];
	/** For each name its entry in the index; -1 without one, or with several that are in conflict. */
	readonly entries: Int32Array;
	/** Folders of repositories in it that hold nothing git could tell about. */
	readonly empty: readonly string[];
}

export interface SurveyInput {
	readonly repository: UserRepository;
	/** Ours, with forward slashes relative to the user's top; no part of the tree. */
	readonly apart: string;
	/** A bare repository of ours that can read the user's objects: gets an index that git had to rewrite. */
	readonly scratch: (repository: UserRepository, at: string) => Promise<string>;
	readonly signal: AbortSignal;
}

/** What is to be copied: this repository and all that lie in it. Git is asked for names only. */
export async function survey(git: Git, input: SurveyInput, at = ''): Promise<readonly TreePart[]> {
	const { repository, signal } = input;
	const { root } = repository;
	const [index, others] = await Promise.all([
		indexOf(git, input, at),
		git.run(['ls-files', '-z', '--others', '--exclude-standard'], { cwd: root, signal }).then(names),
	]);
	const entries = new Map<string, number>();
	const repositories: string[] = [];
	for (const [entry, name] of (index?.names ?? []).entries()) {
		if (index !== null && modeOf(index, entry) === gitlink) {
			repositories.push(name);
		} else {
			entries.set(name, index !== null && stageOf(index, entry) > 0 ? -1 : entry);
		}
	}
	const own = (name: string) => at === '' && `${name}/`.startsWith(input.apart);
	for (const name of others) {
		if (name.endsWith('/')) {
			repositories.push(name.slice(0, -1));
		} else {
			entries.set(name, -1);
		}
	}
	const wanted = [...entries.keys()].filter((name) => !namesGitFolder(name) && !own(name)).sort();
	const nested: TreePart[] = [];
	const empty: string[] = [];
	for (const name of [...new Set(repositories)].filter((each) => !namesGitFolder(each) && !own(each)).sort()) {
		const inner = await repositoryAt(git, root, name, signal);
		if (inner === null) {
			empty.push(name);
		} else {
			nested.push(...(await survey(git, { ...input, repository: inner }, at === '' ? name : `${at}/${name}`)));
		}
	}
	const part = {
		at,
		repository,
		index,
		names: wanted,
		entries: Int32Array.from(wanted, (name) => entries.get(name) ?? -1),
		empty,
	};
	return [part, ...nested];
}

const gitlink = 0o160000;

async function repositoryAt(git: Git, root: string, name: string, signal: AbortSignal): Promise<UserRepository | null> {
	const met = await follow(root, name);
	const folder = path.join(root, name);
	if (met.type !== 'found' || !met.stats.isDirectory() || (await lstatOrNull(path.join(folder, '.git'))) === null) {
		return null;
	}
	return nestedRepository(git, folder, signal);
}

/** The index as the user has it, in a form that can be read here. */
async function indexOf(git: Git, { repository, scratch, signal }: SurveyInput, at: string): Promise<GitIndex | null> {
	const idLength = idLengthOf(repository);
	let bytes: Buffer;
	try {
		bytes = await readFile(repository.indexFile);
	} catch (error) {
		if (isMissing(error)) {
			return null;
		}
		throw error;
	}
	const parsed = parseIndex(bytes, idLength);
	if (parsed !== null) {
		return parsed;
	}
	const gitDir = await scratch(repository, at);
	const index = path.join(gitDir, 'index');
	await copyFile(repository.indexFile, index);
	for (const name of await readdir(repository.gitDir)) {
		if (name.startsWith('sharedindex.')) {
			await copyFile(path.join(repository.gitDir, name), path.join(gitDir, name));
		}
	}
	const config = { 'index.sparse': 'false', 'core.splitIndex': 'false', 'core.bare': 'false' };
	const plain = ['--index-version', '2', '--no-split-index', '--force-write-index'];
	await git.run(['update-index', ...plain], { cwd: gitDir, gitDir, workTree: gitDir, index, config, signal });
	return parseIndex(await readFile(index), idLength);
}

export function idLengthOf({ objectFormat }: UserRepository): number {
	return objectFormat === 'sha1' ? 20 : 32;
}

/**
 * A row for each name of the part: how the file lay there when git found out its object id; kind `nothing` where git
 * itself would look again, because the file may have changed in the moment in which the index was written.
 */
export async function knownRows({ repository, index, entries }: TreePart): Promise<Float64Array> {
	const known = new Float64Array(entries.length * rowLength);
	if (index === null) {
		return known;
	}
	const written = await stat(repository.indexFile, { bigint: true });
	for (const [place, entry] of entries.entries()) {
		if (entry < 0 || (modeOf(index, entry) & 0o170000) !== 0o100000 || isIntent(index, entry)) {
			continue;
		}
		const numbers = statOf(index, entry);
		const [seconds, nanoseconds] = [BigInt(numbers[row.mtime] ?? 0), BigInt(numbers[row.mtimeNs] ?? 0)];
		// A file system without nanoseconds tells nothing within a second.
		const settled =
			nanoseconds === 0n
				? seconds < written.mtimeNs / 1_000_000_000n
				: seconds * 1_000_000_000n + nanoseconds < written.mtimeNs;
		if (settled) {
			known.set(numbers, place * rowLength);
			known[place * rowLength + statFields.length] = kinds.file;
		}
	}
	return known;
}
