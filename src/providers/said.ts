const longest = 500;
const identifier = /^[\w.-]{1,64}$/;

/** A provider's own words for `Failure.said`: cut, and without the key, which some servers repeat. */
export function quote(words: string, key: string | null): string {
	const clean = key === null || key === '' ? words : words.replaceAll(key, '•••');
	return clean.trim().slice(0, longest);
}

/** For `Failure.evidence`: keeps numbers and short identifiers and drops whatever could be a sentence, or the key. */
export function evidenceOf(
	facts: Readonly<Record<string, unknown>>,
	key: string | null,
): Readonly<Record<string, string | number>> {
	const kept: Record<string, string | number> = {};
	for (const [name, value] of Object.entries(facts)) {
		const isName = typeof value === 'string' && identifier.test(value) && (key === null || !value.includes(key));
		if (typeof value === 'number' || isName) {
			kept[name] = value;
		}
	}
	return kept;
}
