/**
 * Whether a path leads to what acts beyond its own content: the repository itself, settings of editors and agents that
 * start programs or redirect requests, instructions that every agent follows, secrets. A write to it always asks the
 * user. Takes relative and absolute paths with either separator; letter case does not matter.
 */
export function isGuarded(path: string): boolean {
	const parts = path.split(/[\\/]/).map(plain);
	return parts.some(
		(part, index) =>
			guardedNames.has(part) ||
			guardedPatterns.some((pattern) => pattern.test(part)) ||
			guardedPairs.has(`${part}/${parts[index + 1] ?? ''}`),
	);
}

/** Whether some part of a path names the folder of a git repository: nobody but git writes there. */
export function isGitFolder(path: string): boolean {
	return path
		.split(/[\\/]/)
		.map(plain)
		.some((part) => part === '.git' || part === 'git~1');
}

/** As file systems see a name that ignore case, invisible characters, dots and blanks at the end, and named streams. */
function plain(part: string): string {
	return part
		.replace(invisible, '')
		.toLowerCase()
		.replace(/:.*$/, '')
		.replace(/(?<=[^. ])[. ]+$/, '');
}

const invisible = /\u200c|\u200d|[\u200e-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

const guardedNames: ReadonlySet<string> = new Set([
	// The repository. The second is the short name that some file systems give the first.
	'.git',
	'git~1',
	'.gitmodules',
	// Editors: tasks, launch configurations and settings start programs.
	'.vscode',
	'.idea',
	'.devcontainer',
	'.devcontainer.json',
	// Agents: servers, hooks, permissions, addresses.
	'.agents',
	'.amp',
	'.claude',
	'.claude.json',
	'.cline',
	'.clinerules',
	'.codex',
	'.continue',
	'.copilot',
	'.crush',
	'.crush.json',
	'crush.json',
	'.cursor',
	'.gemini',
	'.goose',
	'.mcp.json',
	'.opencode',
	'opencode.json',
	'opencode.jsonc',
	'.qwen',
	// Instructions that agents follow without being told.
	'agents.md',
	'agents.override.md',
	'claude.md',
	'claude.local.md',
	'crush.md',
	'gemini.md',
	'qwen.md',
	'.cursorrules',
	'.goosehints',
]);

/** Secrets and what loads them; the settings of Aider; workspaces of VS Code. */
const guardedPatterns: readonly RegExp[] = [/^\.env/, /^\.aider\./, /\.code-workspace$/];

/** Run by the hosting service with its secrets; instructions of Copilot. */
const guardedPairs: ReadonlySet<string> = new Set([
	'.github/workflows',
	'.github/actions',
	'.github/agents',
	'.github/copilot-instructions.md',
	'.github/hooks',
	'.github/instructions',
]);
