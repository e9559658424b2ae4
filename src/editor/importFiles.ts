import { readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { type ParseError, parse as parseJson } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { clineTold, continueTold, exportedTold, kiloTold } from './importReaders.ts';
import type { ImportName, Told } from './importTold.ts';

/** What one program's files tell, and the files that it was read from. */
export interface Source {
	readonly from: ImportName;
	/** Absolute; at least one. */
	readonly files: readonly string[];
	readonly told: readonly Told[];
}

/** More than any configuration has; a file that is larger is left alone. In bytes. */
const largest = 4_000_000;

/** The user's home, and what may lead elsewhere. */
export interface Home {
	readonly folder: string;
	readonly environment: NodeJS.ProcessEnv;
}

/** What the programs have left in the user's home. Reads only; what is missing or can't be read is left out. */
export async function findSources(home: Home): Promise<readonly Source[]> {
	const found = await Promise.all([readContinue(home), readCline(home), readKilo(home)]);
	return found.filter((source) => source !== null);
}

/** A file that the user picked. */
export async function readExported(file: string): Promise<Source> {
	const told = exportedTold(path.basename(file), await contentOf(file));
	return { from: told[0]?.from ?? 'Roo Code', files: [file], told };
}

/** The newer file is the one that counts, where both are there. */
async function readContinue({ folder, environment }: Home): Promise<Source | null> {
	const own = environment['CONTINUE_GLOBAL_DIR'] ?? path.join(folder, '.continue');
	for (const name of ['config.yaml', 'config.json']) {
		const file = path.join(own, name);
		const told = continueTold(await contentOf(file));
		if (told.length > 0) {
			return { from: 'Continue', files: [file], told };
		}
	}
	return null;
}

async function readCline({ folder, environment }: Home): Promise<Source | null> {
	const own = environment['CLINE_DATA_DIR'] ?? path.join(folder, '.cline', 'data');
	const files = ['settings/providers.json', 'globalState.json', 'secrets.json'].map((name) => path.join(own, name));
	const [providers, globalState, secrets] = await Promise.all(files.map(contentOf));
	const there = [providers, globalState, secrets].map((content) => content !== null);
	const told = clineTold({ providers, globalState, secrets });
	return told.length === 0 ? null : { from: 'Cline', files: files.filter((_, index) => there[index]), told };
}

/** The first of its files that is there, as the program itself looks for them; and the keys that it keeps. */
async function readKilo({ folder, environment }: Home): Promise<Source | null> {
	const config = path.join(environment['XDG_CONFIG_HOME'] ?? path.join(folder, '.config'), 'kilo');
	const data = path.join(environment['XDG_DATA_HOME'] ?? path.join(folder, '.local', 'share'), 'kilo');
	const keys = path.join(data, 'auth.json');
	for (const name of ['kilo.jsonc', 'kilo.json', 'opencode.jsonc', 'opencode.json', 'config.json']) {
		const file = path.join(config, name);
		const content = await contentOf(file);
		if (content !== null) {
			const auth = await contentOf(keys);
			const told = kiloTold(content, auth);
			return told.length === 0 ? null : { from: 'Kilo Code', files: auth === null ? [file] : [file, keys], told };
		}
	}
	return null;
}

/** `null`: it is not there, is too large, or is no file of its kind. */
async function contentOf(file: string): Promise<unknown> {
	try {
		const { size } = await stat(file);
		if (size > largest) {
			return null;
		}
		const text = await readFile(file, 'utf8');
		if (/\.ya?ml$/i.test(file)) {
			return parseYaml(text, { maxAliasCount: 100 }) as unknown;
		}
		const errors: ParseError[] = [];
		const content = parseJson(text, errors, { allowTrailingComma: true }) as unknown;
		return errors.length === 0 ? content : null;
	} catch {
		return null;
	}
}
