import type { ReviewedFile } from '../../src/editor/changesState.ts';

/** A file in review. `hunks`: the author of each, with names joined by `+`; each changes one line to two. */
export function reviewedFile(
	path: string,
	{ hunks, ...different }: Partial<Omit<ReviewedFile, 'hunks'>> & { readonly hunks?: readonly string[] } = {},
): ReviewedFile {
	const made =
		hunks?.map((names, index) => ({
			hunk: {
				oldStart: 10 * index,
				removed: [`old ${index}\n`],
				newStart: 11 * index,
				added: [`new ${index}\n`, '\n'],
			},
			authors: names.split('+'),
		})) ?? null;
	return {
		path,
		kind: 'changed',
		special: null,
		guarded: false,
		authors: [...new Set(made?.flatMap(({ authors }) => authors) ?? ['codex'])],
		hunks: made,
		added: 2 * (made?.length ?? 0),
		removed: made?.length ?? 0,
		...different,
	};
}
