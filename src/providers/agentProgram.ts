import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, sep } from 'node:path';
import which from 'which';

export interface ProgramInput {
	readonly agent: string;
	/** What the user set; `null`: `command` on PATH. */
	readonly path: string | null;
	readonly command: string;
	readonly environment: NodeJS.ProcessEnv;
	readonly folders: readonly string[];
}

export type Program = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly message: string };

/** Finds the program to run. Refuses one that lies in, or is reached through, an open folder: it is not the user's own. */
export async function findProgram({ agent, path, command, environment, folders }: ProgramInput): Promise<Program> {
	const setting = `switchyard.agents.${agent}.path`;
	const wanted = path ?? command;
	if (!isAbsolute(wanted) && wanted !== basename(wanted)) {
		return { ok: false, message: `The setting ${setting} must be an absolute path or the name of a program.` };
	}
	const found = await which(wanted, { path: environment.PATH ?? environment.Path ?? '', nothrow: true });
	if (found === null || !isAbsolute(found)) {
		return { ok: false, message: `The program of the agent ${agent} was not found; the setting ${setting} names it.` };
	}
	const real = await realpath(found);
	for (const folder of folders) {
		const places = [folder, await realpath(folder).catch(() => folder)];
		if (places.some((place) => isInside(found, place) || isInside(real, place))) {
			return {
				ok: false,
				message: `The program of the agent ${agent} lies in an open folder and is not run; the setting ${setting} names another.`,
			};
		}
	}
	return { ok: true, path: found };
}

function isInside(path: string, folder: string): boolean {
	const way = relative(folder, path);
	return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
