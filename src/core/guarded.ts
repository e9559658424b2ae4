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

/**
 * Whether a link leads out of the folder that `path` is relative to, or to what always asks: whatever is written there
 * later is written elsewhere. Takes either separator; what can't be told leads out.
 */
export function isGuardedLink(path: string, target: string): boolean {
	const steps = target.split(/[\\/]/);
	if (/^(?:[\\/~]|[a-z]:)/i.test(target)) {
		return true;
	}
	const way = path.split(/[\\/]/).slice(0, -1);
	for (const step of steps) {
		if (step === '..') {
			if (way.pop() === undefined) {
				return true;
			}
		} else if (step !== '.' && step !== '') {
			way.push(step);
		}
	}
	return isGuarded(way.join('/'));
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
	'.gitattributes',
	'.lfsconfig',
	// Editors: tasks, launch configurations and settings start programs.
	'.vscode',
	'.idea',
	'.zed',
	'.fleet',
	'.exrc',
	'.nvim.lua',
	'.nvimrc',
	'.vimrc',
	'.dir-locals.el',
	'.devcontainer',
	'.devcontainer.json',
	// Run with a commit, an install, or on entering the folder.
	'.githooks',
	'.husky',
	'lefthook.yml',
	'.lefthook.yml',
	'.pre-commit-config.yaml',
	'.npmrc',
	'.pnpmfile.cjs',
	'.yarnrc',
	'.yarnrc.yml',
	'bunfig.toml',
	'.mise.toml',
	'mise.toml',
	'.pypirc',
	'.netrc',
	'.ssh',
	// Run by a hosting service, with its secrets.
	'.gitlab-ci.yml',
	'.circleci',
	'.buildkite',
	'.drone.yml',
	'.travis.yml',
	'.woodpecker',
	'.woodpecker.yml',
	'appveyor.yml',
	'azure-pipelines.yml',
	'bitbucket-pipelines.yml',
	'cloudbuild.yaml',
	'jenkinsfile',
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
	'.junie',
	'.kilocode',
	'.kiro',
	'.roo',
	'.roomodes',
	'.trae',
	'.windsurf',
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
	'.roorules',
	'.windsurfrules',
	'.goosehints',
]);

/** Secrets and what loads them; the settings of Aider; workspaces of VS Code. */
const guardedPatterns: readonly RegExp[] = [/^\.env/, /^\.aider\./, /\.code-workspace$/];

/** Run by the hosting service with its secrets; instructions of Copilot. */
const guardedPairs: ReadonlySet<string> = new Set([
	'.github/workflows',
	'.github/actions',
	'.forgejo/workflows',
	'.gitea/workflows',
	'.github/agents',
	'.github/copilot-instructions.md',
	'.github/hooks',
	'.github/chatmodes',
	'.github/prompts',
	'.github/dependabot.yml',
	'.github/instructions',
]);
