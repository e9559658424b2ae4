/** The version in what a program says about itself; `null` when it names none. */
export function versionIn(words: string): string | null {
	return /\d+(?:\.\d+)+/.exec(words)?.[0] ?? null;
}

/** Whether a version is older than the least one. One that is not known is not: what it can do will be seen. */
export function isOlder(version: string | null, least: string | null): boolean {
	if (version === null || least === null) {
		return false;
	}
	const [found, needed] = [partsOf(version), partsOf(least)];
	const different = needed.findIndex((part, index) => part !== (found[index] ?? 0));
	return different >= 0 && (found[different] ?? 0) < (needed[different] ?? 0);
}

function partsOf(version: string): readonly number[] {
	return version.split('.').map(Number);
}
