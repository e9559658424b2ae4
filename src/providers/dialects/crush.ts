import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { Dialect } from './dialect.ts';
import { textEnd, textLine } from './plainText.ts';

/**
 * Crush in its `run` mode, which prints what the assistant says and nothing else. From its source (charmbracelet/crush at
 * 37f36e93, August 2026: internal/cmd/run.go, internal/app/app.go, internal/config/load.go), not driven. It allows itself
 * every tool, so that tools are taken from it instead. It has no word for its end: an exit with 0 and a text count as one.
 */
export const crush: Dialect = {
	command: 'crush',
	// One of the many vendors it can talk to; the user names the variable of another one in `env`.
	keyVariable: 'ANTHROPIC_API_KEY',
	keyVariables: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY', 'HYPER_API_KEY'],
	variables: ['CRUSH_GLOBAL_CONFIG', 'CRUSH_GLOBAL_DATA', 'CRUSH_CACHE_DIR'],
	fixedEnvironment: {
		CRUSH_DISABLE_METRICS: '1',
		CRUSH_DISABLE_PROVIDER_AUTO_UPDATE: '1',
		DO_NOT_TRACK: '1',
	},
	loginArguments: null,
	loginCommand: 'crush login',
	leastVersion: null,
	prompt: 'stdin',
	output: 'lines',
	politely: 'SIGINT',
	// Name addresses, servers and hooks; the latter two are run as scripts.
	refusedBy: ['crush.json', '.crush.json', 'crushrc', '.crushrc'],
	launch: ({ permission, model, cwd, runFolder }) => ({
		// It takes variables from the `.env` of the folder it is started in.
		cwd: runFolder,
		arguments: [
			'run',
			'--quiet',
			'--cwd',
			cwd,
			'--data-dir',
			join(runFolder, dataFolder),
			...(model === null ? [] : ['--model', model]),
		],
		// Read last of all configurations.
		files: { [`${dataFolder}/crush.json`]: JSON.stringify({ options: { disabled_tools: disabled[permission] } }) },
	}),
	line: textLine,
	end: textEnd,
};

const dataFolder = 'crush';

const shellTools = ['bash', 'job_output', 'job_kill', 'download'];
const editTools = ['edit', 'multiedit', 'write', 'lsp_rename', 'lsp_replace_symbol'];

const disabled: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': [...shellTools, ...editTools],
	edit: shellTools,
	'edit-and-run': [],
};
