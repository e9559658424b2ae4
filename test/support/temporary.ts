import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();
process.on('exit', () => folders.forEach(removeTemporaryFolder));

/** A new empty folder by its real path. Removed when the process ends, or by `removeTemporaryFolder`. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'switchyard-test-'));
	folders.add(folder);
	return folder;
}

export function removeTemporaryFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
	folders.delete(folder);
}

/** Runs git with a fixed identity, without any configuration of the machine or of the user. Throws when git fails. */
export function git(folder: string, ...args: readonly string[]): string {
	return execFileSync('git', args, {
		cwd: folder,
		env: gitEnvironment(),
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** The environment `git` runs in. */
export function gitEnvironment(): NodeJS.ProcessEnv {
	const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
	return {
		...own,
		LC_ALL: 'C',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_TERMINAL_PROMPT: '0',
		GIT_AUTHOR_NAME: 'Test',
		GIT_AUTHOR_EMAIL: 'test@example.invalid',
		GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
		GIT_COMMITTER_NAME: 'Test',
		GIT_COMMITTER_EMAIL: 'test@example.invalid',
		GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
	};
}

/**
 * Path (with forward slashes) to mode and content for every file and link below `folder`, `.git` included. Equal snapshots
 * are byte-identical trees. Folders are seen only through what is in them.
 */
export function snapshotOf(folder: string): Record<string, string> {
	const snapshot: Record<string, string> = {};
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const file = path.join(entry.parentPath, entry.name);
		const fingerprint = fingerprintOf(file);
		if (fingerprint !== null) {
			snapshot[path.relative(folder, file).replaceAll(path.sep, '/')] = fingerprint;
		}
	}
	return snapshot;
}

function fingerprintOf(file: string): string | null {
	const status = lstatSync(file);
	const mode = status.mode.toString(8);
	if (status.isSymbolicLink()) {
		return `${mode} -> ${readlinkSync(file)}`;
	}
	if (status.isDirectory()) {
		return null;
	}
	return status.isFile() ? `${mode} ${createHash('sha256').update(readFileSync(file)).digest('hex')}` : mode;
}
