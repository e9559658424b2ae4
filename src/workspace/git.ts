import { delimiter, isAbsolute } from 'node:path';
import { execa } from 'execa';
import which from 'which';
import { absolutePlaces } from '../core/searchPath.ts';

/** Where one git command runs, and on what. */
export interface GitCall {
	readonly cwd: string;
	/** One of our own repositories: the configuration of the user and of the machine is then out of force. */
	readonly gitDir?: string;
	readonly workTree?: string;
	/** Absolute path of the index, when it is not the repository's usual one. */
	readonly index?: string;
	/** Where new objects go, in place of the repository, whose own are only read. Absolute paths. */
	readonly objects?: { readonly to: string; readonly from: string };
	readonly config?: Readonly<Record<string, string>>;
	readonly input?: string | Uint8Array;
	readonly signal?: AbortSignal;
}

export type GitResult =
	| { readonly ok: true; readonly output: Buffer }
	/** `exitCode` is `null` when the program could not be started or was ended by a signal. */
	| { readonly ok: false; readonly exitCode: number | null; readonly said: string };

/** A git command failed where there is no going on. What git said may quote paths, so that it is kept apart. */
export class GitFailed extends Error {
	readonly said: string;
	constructor(command: string, said: string) {
		super(`git ${command} failed`);
		this.name = 'GitFailed';
		this.said = said;
	}
}

export interface Git {
	/** Runs git and says how it went. Resolves only when the process is gone. */
	attempt(args: readonly string[], call: GitCall): Promise<GitResult>;
	/** Runs git and gives what it wrote; throws `GitFailed` otherwise. */
	run(args: readonly string[], call: GitCall): Promise<Buffer>;
}

/**
 * Git without a shell, blind to the caller's `GIT_*` variables, and never a program that lies in the folder. It takes no optional lock, asks nothing, and runs neither
 * a hook nor a file-system monitor, whatever the configuration of a repository says.
 */
export function createGit(environment: NodeJS.ProcessEnv): Git {
	let program: Promise<string> | null = null;
	const attempt = async (args: readonly string[], call: GitCall): Promise<GitResult> => {
		program ??= findGit(environment);
		const result = await execa(await program, [...options(call), ...args], {
			cwd: call.cwd,
			env: variables(environment, call),
			extendEnv: false,
			encoding: 'buffer',
			stripFinalNewline: false,
			maxBuffer: 2 ** 31 - 1,
			reject: false,
			...(call.input === undefined ? { stdin: 'ignore' } : { input: call.input }),
			...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
		});
		if (result.exitCode === 0) {
			return { ok: true, output: Buffer.from(result.stdout) };
		}
		const said = Buffer.from(result.stderr).toString();
		return { ok: false, exitCode: result.exitCode ?? null, said: said.slice(0, 500) };
	};
	const run = async (args: readonly string[], call: GitCall): Promise<Buffer> => {
		const result = await attempt(args, call);
		if (!result.ok) {
			throw new GitFailed(args[0] ?? '', result.said);
		}
		return result.output;
	};
	return { attempt, run };
}

/** The names in an answer to `-z`. Throws on a name that is not UTF-8: it could not be given back unharmed. */
export function names(output: Buffer): string[] {
	const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(output);
	return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}

/** One line of output, without its line feed. */
export function line(output: Buffer): string {
	return output.toString().replace(/\n$/, '');
}

/** Compared with, and never written to: everything that could start a program or touch a repository behind our back. */
const quiet: Readonly<Record<string, string>> = {
	'core.fsmonitor': 'false',
	'core.untrackedCache': 'false',
	'core.hooksPath': '/dev/null',
	'gc.auto': '0',
	'maintenance.auto': 'false',
};

function options(call: GitCall): string[] {
	const config = Object.entries({ ...quiet, ...call.config });
	return [
		...config.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
		...(call.gitDir === undefined ? [] : [`--git-dir=${call.gitDir}`]),
		...(call.workTree === undefined ? [] : [`--work-tree=${call.workTree}`]),
	];
}

function variables(environment: NodeJS.ProcessEnv, call: GitCall): NodeJS.ProcessEnv {
	const kept = Object.entries(environment).filter(
		([name]) => !name.toUpperCase().startsWith('GIT_') && name.toUpperCase() !== 'PATH',
	);
	return {
		...Object.fromEntries(kept),
		...pathIn(environment),
		LC_ALL: 'C',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_TERMINAL_PROMPT: '0',
		...(call.index === undefined ? {} : { GIT_INDEX_FILE: call.index }),
		...(call.objects === undefined
			? {}
			: { GIT_OBJECT_DIRECTORY: call.objects.to, GIT_ALTERNATE_OBJECT_DIRECTORIES: call.objects.from }),
		...(call.gitDir === undefined
			? {}
			: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_ATTR_NOSYSTEM: '1' }),
	};
}

/** Whatever git starts itself is looked for in the same places. An empty `PATH` would mean the folder itself. */
function pathIn(environment: NodeJS.ProcessEnv): { readonly PATH?: string } {
	const places = absolutePlaces(environment.PATH ?? environment.Path ?? '', delimiter);
	return places === '' ? {} : { PATH: places };
}

/** By its whole path: where only a name is given, Windows looks in the folder first. */
async function findGit(environment: NodeJS.ProcessEnv): Promise<string> {
	const { PATH } = pathIn(environment);
	const found = PATH === undefined ? null : await which('git', { path: PATH, nothrow: true });
	return found !== null && isAbsolute(found) ? found : 'git';
}
