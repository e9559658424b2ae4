export function withSettings(
	text: string,
	changes: { defaults?: Readonly<Record<string, unknown>>; forced?: Readonly<Record<string, unknown>> },
): string;

export function settingsNamed(text: string, names: readonly string[]): Record<string, unknown>;
