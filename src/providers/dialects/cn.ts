import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Permission } from '../../core/agent.ts';
import type { Dialect } from './dialect.ts';
import { textEnd, textLine } from './plainText.ts';
import { reportedFailure } from './reported.ts';
import { fieldsOf, textIn, withFailure, withParts } from './verdict.ts';

/**
 * Continue CLI, which prints its last message and nothing before it. It has no word for its end: an exit with 0 and a text
 * count as one, and an answer whose stream broke off looks the same. What it tries again it does not tell.
 */
export const cn: Dialect = {
	command: 'cn',
	keyVariable: 'CONTINUE_API_KEY',
	keyVariables: ['CONTINUE_API_KEY'],
	variables: ['CONTINUE_GLOBAL_DIR'],
	fixedEnvironment: {
		CONTINUE_ALLOW_ANONYMOUS_TELEMETRY: '0',
		CONTINUE_CLI_AUTO_UPDATED: '1',
		CONTINUE_CLI_DISABLE_COMMIT_SIGNATURE: '1',
		CONTINUE_METRICS_ENABLED: '0',
		CONTINUE_TELEMETRY_ENABLED: '0',
	},
	loginArguments: null,
	loginCommand: 'cn login',
	leastVersion: '1.5.0',
	prompt: 'stdin',
	output: 'lines',
	politely: 'SIGTERM',
	launch: ({ permission, model, cwd, runFolder }) => ({
		arguments: [
			...rules[permission],
			...(model === null ? [] : [`--model=${model}`]),
			// The last one: a word after it would be taken for the prompt, and the input not be read.
			'--print',
		],
		environment: { NODE_OPTIONS: `--import=${pathToFileURL(join(runFolder, guardFile)).href}` },
		files: { [guardFile]: guard(cwd) },
	}),
	line: textLine,
	errorLine(progress, line, now) {
		const fields = fieldsOf(parsed(line));
		return fields.status === 'error'
			? withFailure(progress, reportedFailure({ words: textIn(fields.message) }, now))
			: withParts(progress, { type: 'activity' });
	},
	end: textEnd,
};

const guardFile = 'guard.mjs';

/** Files of the folder that it would take variables from, and hooks, which are commands. It has no switch for either. */
const hiddenFiles = [
	'.env',
	'.claude/settings.json',
	'.claude/settings.local.json',
	'.continue/settings.json',
	'.continue/settings.local.json',
];

/** What leaves the machine, or goes on after the run. */
const alwaysExcluded = ['UploadArtifact', 'ReportFailure', 'AskQuestion'];
const shellTools = ['Bash', 'CheckBackgroundJob'];
const editTools = ['Edit', 'MultiEdit', 'Write'];

/** Rules here go before the user's own. Without any it may run commands but not edit; with `--auto` it may do all. */
const rules: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': excluded([...alwaysExcluded, ...shellTools, ...editTools, 'Fetch']),
	edit: [...allowed(editTools), ...excluded([...alwaysExcluded, ...shellTools])],
	'edit-and-run': [...allowed([...editTools, ...shellTools]), ...excluded(alwaysExcluded)],
};

function allowed(tools: readonly string[]): readonly string[] {
	return tools.map((tool) => `--allow=${tool}`);
}

function excluded(tools: readonly string[]): readonly string[] {
	return tools.map((tool) => `--exclude=${tool}`);
}

/** A module that the program loads before its own: to it the hidden files are not there. Its tools start without it. */
function guard(cwd: string): string {
	return `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
delete process.env.NODE_OPTIONS;
const hidden = new Set(${JSON.stringify(hiddenFiles)}.map((name) => path.resolve(${JSON.stringify(cwd)}, name)));
const isHidden = (file) => typeof file === 'string' && hidden.has(path.resolve(file));
const { existsSync, readFileSync } = fs;
fs.existsSync = (file) => !isHidden(file) && existsSync(file);
fs.readFileSync = (file, ...rest) => readFileSync(isHidden(file) ? file + '.hidden/none' : file, ...rest);
syncBuiltinESMExports();
`;
}

/** `null` for all that is no JSON. */
function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
}
