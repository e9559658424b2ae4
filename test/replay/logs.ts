import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLog } from '../../src/core/parsedLog.ts';
import type { RouteLog } from '../../src/core/replay.ts';

/** The names of the logs that are kept here. */
export const kept: readonly string[] = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith('.jsonl'))
	.map((file) => file.slice(0, -'.jsonl'.length))
	.sort();

export function fileOf(name: string): string {
	return join(import.meta.dirname, `${name}.jsonl`);
}

export function keptLog(name: string): RouteLog {
	return parsed(readFileSync(fileOf(name), 'utf8'));
}

/** The log in a text; fails the test when there is none. */
export function parsed(text: string): RouteLog {
	const result = parseLog(text);
	assert.ok(result.ok, result.ok ? '' : `line ${result.line}: ${result.message}`);
	return result.log;
}
