import { delimiter } from 'node:path';
import { absolutePlaces } from '../core/searchPath.ts';
import type { Dialect } from './dialects/dialect.ts';

/** Set for every process of one run, so that those that detach themselves are found again. */
export const markerVariable = 'SWITCHYARD_RUN';

/** What an agent reads out of its environment, and what is set there. */
export type AgentVariables = Pick<
	Dialect,
	'keyVariable' | 'keyVariables' | 'variables' | 'fixedEnvironment' | 'reservedVariables'
>;

export interface EnvironmentInput {
	readonly base: NodeJS.ProcessEnv;
	readonly dialect: AgentVariables;
	/** Names that the user lets through for this agent. */
	readonly allowed: readonly string[];
	/** The key of the profile; takes the place of every key of this agent in `base`. */
	readonly key: string | null;
	readonly marker: string;
}

/**
 * What an agent and its tools see: names from a list, never everything, because the environment of an editor holds the
 * keys of other services. An address to send requests to gets through only where the user names it, and no program is
 * looked for in the folder that the agent works in.
 */
export function agentEnvironment({ base, dialect, allowed, key, marker }: EnvironmentInput): Record<string, string> {
	const named = new Set([...dialect.keyVariables, ...dialect.variables, ...allowed]);
	const replaced = new Set(key === null ? [] : dialect.keyVariables);
	const environment: Record<string, string> = {};
	for (const [name, value] of Object.entries(base)) {
		if (value !== undefined && (named.has(name) || isUsual(name)) && !replaced.has(name)) {
			const kept = name.toLowerCase() === 'path' ? absolutePlaces(value, delimiter) : value;
			// An empty list of places would mean the folder itself.
			Object.assign(environment, kept === '' && value !== '' ? {} : { [name]: kept });
		}
	}
	return {
		...Object.fromEntries((dialect.reservedVariables ?? []).map((name) => [name, ''])),
		...environment,
		...dialect.fixedEnvironment,
		...(key === null ? {} : { [dialect.keyVariable]: key }),
		[markerVariable]: marker,
	};
}

/** Whether the environment itself brings a key for this agent, so that it needs no login. */
export function bringsKey(environment: NodeJS.ProcessEnv, dialect: Dialect, allowed: readonly string[]): boolean {
	const names = [...dialect.keyVariables, ...allowed.filter((name) => /(?:KEY|TOKEN)$/.test(name))];
	return names.some((name) => (environment[name] ?? '') !== '');
}

/**
 * What every agent sees, in lower case: proxies are named in both, and Windows does not tell them apart. Beside these all
 * that begin with `lc_` or `xdg_`.
 */
export const usualVariables: ReadonlySet<string> = new Set([
	'path',
	'home',
	'user',
	'logname',
	'lang',
	'language',
	'term',
	'tmpdir',
	'tmp',
	'temp',
	'tz',
	'shell',
	'ssl_cert_file',
	'ssl_cert_dir',
	'node_extra_ca_certs',
	'http_proxy',
	'https_proxy',
	'all_proxy',
	'no_proxy',
	// Windows
	'allusersprofile',
	'appdata',
	'commonprogramfiles',
	'comspec',
	'homedrive',
	'homepath',
	'localappdata',
	'number_of_processors',
	'os',
	'pathext',
	'processor_architecture',
	'programdata',
	'programfiles',
	'programfiles(x86)',
	'systemdrive',
	'systemroot',
	'userdomain',
	'username',
	'userprofile',
	'windir',
]);

function isUsual(name: string): boolean {
	const lower = name.toLowerCase();
	return usualVariables.has(lower) || lower.startsWith('lc_') || lower.startsWith('xdg_');
}
