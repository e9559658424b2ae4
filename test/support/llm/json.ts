/** Readers of JSON of unknown shape: what is not there reads as empty. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export function stringOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

/** Everything that is meant to be read in a message, a list of messages, or a part of one. */
export function textsOf(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return [value];
	}
	if (Array.isArray(value)) {
		return value.flatMap((item) => textsOf(item));
	}
	return isRecord(value) ? [value['text'], value['content'], value['output']].flatMap((part) => textsOf(part)) : [];
}

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
