import assert from 'node:assert/strict';
import { isGuarded, isGuardedLink } from '../../../src/core/guarded.ts';

describe('what always asks before it is written', () => {
	const guarded = [
		'.git',
		'.git/config',
		'deep/down/.git/hooks/pre-commit',
		'.vscode/tasks.json',
		'.idea/workspace.xml',
		'.claude/settings.json',
		'.codex/config.toml',
		'.gemini/settings.json',
		'.qwen/settings.json',
		'.opencode/plugin/x.ts',
		'opencode.json',
		'.cursor/mcp.json',
		'.mcp.json',
		'AGENTS.md',
		'packages/one/CLAUDE.md',
		'GEMINI.md',
		'.github/workflows/release.yml',
		'.github/copilot-instructions.md',
		'.env',
		'.env.local',
		'.envrc',
		'app/.env.production',
		'.aider.conf.yml',
		'team.code-workspace',
		'.husky/pre-commit',
		'.npmrc',
		'.gitlab-ci.yml',
		'.circleci/config.yml',
		'Jenkinsfile',
		'.forgejo/workflows/x.yml',
		'.roo/mcp.json',
		'.lfsconfig',
	];
	for (const path of guarded) {
		it(`is ${path}, in any letter case and with either separator`, () => {
			for (const form of [path, path.toUpperCase(), path.replaceAll('/', '\\'), `/home/user/project/${path}`]) {
				assert.equal(isGuarded(form), true, form);
			}
		});
	}

	const disguised = [
		'.git./config',
		'.git /config',
		'.g\u200cit/config',
		'git~1/config',
		'.git::$INDEX_ALLOCATION/x',
		'.env ',
	];
	for (const path of disguised) {
		it(`is ${JSON.stringify(path)}, which file systems take for another name`, () => {
			assert.equal(isGuarded(path), true);
		});
	}

	const free = [
		'',
		'.',
		'..',
		'src/index.ts',
		'.gitignore',
		'.github/ISSUE_TEMPLATE.md',
		'workflows/release.yml',
		'git/config',
		'env',
		'src/env.ts',
		'my.env',
		'docs/agents.md.txt',
		'claude/notes.md',
		'package.json',
		'vscode/settings.json',
	];
	for (const path of free) {
		it(`is not ${JSON.stringify(path)}`, () => {
			assert.equal(isGuarded(path), false);
		});
	}
});

describe('a link that always asks before it is made', () => {
	const elsewhere: readonly (readonly [path: string, target: string])[] = [
		['a', '/etc/passwd'],
		['a', 'C:\\Windows'],
		['a', '~/.ssh'],
		['a', '\\\\server\\share'],
		['a', '..'],
		['docs/a', '../../b'],
		['docs/a', '../x/../../b'],
		['docs/a', '..\\..\\b'],
		['docs/a', '../.vscode/settings.json'],
		['a', './.git/hooks'],
	];
	for (const [path, target] of elsewhere) {
		it(`is ${path} to ${target}`, () => {
			assert.equal(isGuardedLink(path, target), true);
		});
	}

	const within: readonly (readonly [path: string, target: string])[] = [
		['a', 'b'],
		['docs/a', '../b'],
		['docs/a', './b/../c'],
	];
	for (const [path, target] of within) {
		it(`is not ${path} to ${target}`, () => {
			assert.equal(isGuardedLink(path, target), false);
		});
	}
});
