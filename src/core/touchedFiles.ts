/** In characters: so much of a path is written down. */
export const longestPath = 200;

/**
 * The files that an edit names, as they may be written down: relative to the tree, with forward slashes; of a longer path
 * its end, after `…`. What lies outside of the tree, or does not look like a path, is not named.
 *
 * @param named - one path, or several absolute ones with a comma and a space between them.
 * @param tree - the folder that the work is done in, absolute.
 */
export function touchedFiles(named: string, tree: string): readonly string[] {
	// A patch can name a great many files; a reader of the events learns no more from all of them.
	const paths = named.slice(0, longestRead).split(/, (?=\/|[A-Za-z]:[\\/])/, mostFiles);
	return [...new Set(paths.flatMap((path) => shown(path, tree) ?? []))];
}

const mostFiles = 50;
/** In characters. */
const longestRead = 20_000;

function shown(path: string, tree: string): string | null {
	const inTree = relativeTo(path.replaceAll('\\', '/'), `${tree.replaceAll('\\', '/').replace(/\/+$/, '')}/`);
	if (inTree === null) {
		return null;
	}
	const steps = inTree.split('/').filter((step) => step !== '.' && step !== '');
	const whole = steps.join('/');
	if (whole === '' || steps.includes('..') || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(whole)) {
		return null;
	}
	return whole.length <= longestPath ? whole : `…${whole.slice(1 - longestPath)}`;
}

function relativeTo(path: string, tree: string): string | null {
	// At any place: the folder for temporary files can be reached by a link, and then has a longer name too.
	const at = path.indexOf(tree);
	if (at >= 0) {
		return path.slice(at + tree.length);
	}
	return path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path) ? null : path;
}
