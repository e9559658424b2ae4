import { row, rowLength } from './files.ts';
import type { Git } from './git.ts';
import { names } from './git.ts';
import { idOf } from './gitIndex.ts';
import type { TreePart } from './survey.ts';

export interface UnlikeInput {
	readonly part: TreePart;
	/** A repository of ours that can read the user's objects and fetches none that is missing. */
	readonly gitDir: string;
	/** Kind `nothing` where an object id is not relied on anyway. */
	readonly known: Float64Array;
	readonly signal: AbortSignal;
}

/**
 * The object that git holds for an unchanged file can have other bytes than the file: line endings and keywords change
 * its size, a filter or an encoding anything; and an object can be missing. Given how the files lie there, gives the
 * places of those whose bytes have to be read.
 */
export async function unlikeObjects(
	git: Git,
	{ part, gitDir, known, signal }: UnlikeInput,
): Promise<(rows: Float64Array) => ReadonlySet<number>> {
	const { index, entries, repository } = part;
	const relied = [...entries.keys()].filter((place) => known[place * rowLength + row.kind] !== 0);
	if (index === null || relied.length === 0) {
		return () => new Set();
	}
	const ids = relied.map((place) => `${idOf(index, entries[place] ?? 0)}\n`).join('');
	const paths = relied.map((place) => `${part.names[place] ?? ''}\0`).join('');
	const [sizes, attributes] = await Promise.all([
		git.run(['cat-file', '--batch-check=%(objectsize)'], { cwd: gitDir, gitDir, input: ids, signal }),
		git.run(['check-attr', '-z', '--stdin', 'filter', 'working-tree-encoding'], {
			cwd: repository.root,
			input: paths,
			signal,
		}),
	]);
	const told = sizes.toString().split('\n');
	const converted = new Set<string>();
	const fields = names(attributes);
	for (let field = 0; field + 2 < fields.length; field += 3) {
		if (fields[field + 2] !== 'unspecified' && fields[field + 2] !== 'unset') {
			converted.add(fields[field] ?? '');
		}
	}
	return (rows) =>
		new Set(
			relied.filter(
				(place, at) =>
					told[at] !== String(rows[place * rowLength + row.size]) || converted.has(part.names[place] ?? ''),
			),
		);
}
