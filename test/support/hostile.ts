import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { git, temporaryFolder } from './temporary.ts';

const fixtures = fileURLToPath(new URL('../fixtures/hostile/', import.meta.url));

/** What `attack.json` says of an attack; the files beside it, in `tree`, are laid down as they are. */
export interface Attack {
	readonly what: string;
	/** What git would not keep, or what programs that work on this repository would follow. */
	readonly files?: Readonly<Record<string, string>>;
	readonly links?: Readonly<Record<string, string>>;
	readonly executable?: readonly string[];
	/** The folder has a repository of its own, with `gitConfig` in force. */
	readonly repository?: boolean;
	readonly gitConfig?: Readonly<Record<string, string>>;
	/** Entries for the front of `PATH`, relative to the folder. */
	readonly path?: readonly string[];
	/** Paths that are written to. */
	readonly writes?: readonly string[];
	/** Paths whose change has to be asked for. */
	readonly acts?: readonly string[];
	/** Paths that are never written. */
	readonly refused?: readonly string[];
	readonly words?: readonly string[];
	readonly model?: string;
	readonly answers?: readonly string[];
	readonly statuses?: readonly number[];
}

export const attackNames: readonly string[] = readdirSync(fixtures).sort();

export function attackOf(name: string): Attack {
	return JSON.parse(readFileSync(path.join(fixtures, name, 'attack.json'), 'utf8')) as Attack;
}

/** Lays an attack down in a new folder, and gives that. A folder `outside` lies beside it, for links. */
export function layAttack(name: string): string {
	const top = temporaryFolder();
	const folder = path.join(top, 'project');
	const { files = {}, links = {}, executable = [], repository, gitConfig = {} } = attackOf(name);
	const tree = path.join(fixtures, name, 'tree');
	mkdirSync(folder);
	mkdirSync(path.join(top, 'outside'));
	writeFileSync(path.join(top, 'outside/secret.txt'), 'secret\n');
	if (existsSync(tree)) {
		cpSync(tree, folder, { recursive: true });
	}
	if (repository === true) {
		git(folder, 'init', '--quiet');
	}
	for (const [file, content] of Object.entries(files)) {
		const whole = path.join(folder, file);
		mkdirSync(path.dirname(whole), { recursive: true });
		writeFileSync(whole, content);
	}
	for (const [file, target] of Object.entries(links)) {
		symlinkSync(target, path.join(folder, file));
	}
	for (const file of executable) {
		chmodSync(path.join(folder, file), 0o755);
	}
	for (const [key, value] of Object.entries(gitConfig)) {
		git(folder, 'config', key, value);
	}
	return folder;
}

/** The folder's settings of an attack, or those in its workspace file. */
export function settingsIn(folder: string, file = '.vscode/settings.json'): Readonly<Record<string, unknown>> {
	const value = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
	return file.endsWith('.code-workspace') ? (value['settings'] as Record<string, unknown>) : value;
}
