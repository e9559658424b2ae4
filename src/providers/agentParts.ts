import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../core/failure.ts';
import type { Answer, Readiness } from './provider.ts';
import { quote } from './said.ts';

/** A folder of one run alone, with an empty one in it to work in. */
export async function temporaryFolder(temporary: string): Promise<string> {
	await mkdir(temporary, { recursive: true });
	const folder = await mkdtemp(join(temporary, 'agent-'));
	await mkdir(join(folder, 'empty'));
	return folder;
}

/** Readable by the user alone: a prompt or a configuration is nobody else's business. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
	for (const [name, text] of Object.entries(files)) {
		const file = join(folder, name);
		await mkdir(dirname(file), { recursive: true, mode: 0o700 });
		await writeFile(file, text, { mode: 0o600 });
	}
}

/** Agents repeat a key that was refused. */
export function withoutKey(answer: Answer, key: string | null): Answer {
	if (answer.ok || answer.failure.said === undefined) {
		return answer;
	}
	return failed({ ...answer.failure, said: quote(answer.failure.said, key) });
}

export function brokenRun(error: unknown): Answer {
	return failed({ kind: 'bug', message: `Running the agent failed: ${nameOf(error)}.` });
}

export function brokenCheck(error: unknown): Readiness {
	return { ready: false, reason: 'unreachable', message: `Looking for the agent failed: ${nameOf(error)}.` };
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}

export function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
