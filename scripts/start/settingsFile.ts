import { existsSync, readFileSync } from 'node:fs';
import jsonc, { type ParseError } from 'jsonc-parser';
import { UsageError } from './arguments.ts';

/** The text of a settings file, checked. Throws a `UsageError` that names the file and the place of the first fault. */
export function readSettingsFile(file: string): string {
	if (!existsSync(file)) {
		throw new UsageError(`--settings ${file}: there is no such file`);
	}
	const text = readFileSync(file, 'utf8');
	const errors: ParseError[] = [];
	const value: unknown = jsonc.parse(text, errors, { allowTrailingComma: true });
	const [first] = errors;
	if (first !== undefined) {
		throw new UsageError(
			`${placed(file, text, first.offset)}: invalid JSON (${jsonc.printParseErrorCode(first.error)})`,
		);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new UsageError(`${placed(file, text, 0)}: settings are an object, { "switchyard.providers": […] }`);
	}
	return text;
}

/** `file:line:column`, counted from 1 as editors do. */
function placed(file: string, text: string, offset: number): string {
	const before = text.slice(0, offset).split('\n');
	return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
