/**
 * The files that a prompt names as `#file:path`, as VS Code's chat writes them, in order and each once; a path with blanks
 * stands in double quotes. A full stop or another mark after a path belongs to the sentence.
 */
export function fileReferences(prompt: string): readonly string[] {
	const found = [...prompt.matchAll(/(?<![\p{L}\p{N}_])#file:(?:"([^"\n]+)"|([^\s"]+))/gu)].map(
		([, quoted, plain]) => quoted ?? (plain ?? '').replace(/[.,;:!?)\]}'’”]+$/u, ''),
	);
	return [...new Set(found.filter((path) => path !== ''))];
}

/** A path as `fileReferences` reads it. */
export function fileReference(path: string): string {
	return /[\s"]|[.,;:!?)\]}'’”]$/u.test(path) ? `#file:"${path}"` : `#file:${path}`;
}
