import assert from 'node:assert/strict';
import { agentEnvironment, bringsKey } from '../../../src/providers/agentEnvironment.ts';
import { claude } from '../../../src/providers/dialects/claude.ts';
import { codex } from '../../../src/providers/dialects/codex.ts';

const base = {
	PATH: '/bin',
	HOME: '/home/dev',
	LC_TIME: 'C',
	XDG_CONFIG_HOME: '/home/dev/.config',
	https_proxy: 'http://127.0.0.1:1',
	SystemRoot: 'C:\\Windows',
	CODEX_HOME: '/home/dev/.codex',
	ANTHROPIC_API_KEY: 'sk-a',
	ANTHROPIC_AUTH_TOKEN: 'token',
	ANTHROPIC_BASE_URL: 'http://127.0.0.1:2',
	OPENAI_BASE_URL: 'http://127.0.0.1:3',
	GITHUB_TOKEN: 'secret',
	AWS_SECRET_ACCESS_KEY: 'secret',
	NODE_OPTIONS: '--require ./evil.js',
	SWITCHYARD_RUN: 'outer',
};

describe('the environment of an agent', () => {
	it('holds names from a list, the agent’s own and the marker, and nothing else', () => {
		const environment = agentEnvironment({ base, dialect: claude, allowed: [], key: null, marker: 'run-1' });
		assert.deepEqual(environment, {
			PATH: '/bin',
			HOME: '/home/dev',
			LC_TIME: 'C',
			XDG_CONFIG_HOME: '/home/dev/.config',
			https_proxy: 'http://127.0.0.1:1',
			SystemRoot: 'C:\\Windows',
			ANTHROPIC_API_KEY: 'sk-a',
			ANTHROPIC_AUTH_TOKEN: 'token',
			...claude.fixedEnvironment,
			SWITCHYARD_RUN: 'run-1',
		});
	});

	it('gives one agent nothing of another', () => {
		const environment = agentEnvironment({ base, dialect: codex, allowed: [], key: null, marker: 'run-1' });
		assert.equal(environment['CODEX_HOME'], '/home/dev/.codex');
		assert.equal(environment['ANTHROPIC_API_KEY'], undefined);
	});

	it('lets an address through only where the user names it', () => {
		const allowed = ['ANTHROPIC_BASE_URL'];
		const environment = agentEnvironment({ base, dialect: claude, allowed, key: null, marker: 'run-1' });
		assert.equal(environment['ANTHROPIC_BASE_URL'], 'http://127.0.0.1:2');
		assert.equal(environment['OPENAI_BASE_URL'], undefined);
	});

	it('puts the key of the profile in the place of every other key (R3)', () => {
		const environment = agentEnvironment({ base, dialect: claude, allowed: [], key: 'sk-profile', marker: 'run-1' });
		assert.equal(environment['ANTHROPIC_API_KEY'], 'sk-profile');
		assert.equal(environment['ANTHROPIC_AUTH_TOKEN'], undefined);
	});

	it('brings a key when a key of this agent is set, or one that the user named', () => {
		assert.equal(bringsKey({ ANTHROPIC_API_KEY: 'x' }, claude, []), true);
		assert.equal(bringsKey({ ANTHROPIC_API_KEY: '' }, claude, []), false);
		assert.equal(bringsKey({ ANTHROPIC_API_KEY: 'x' }, codex, []), false);
		assert.equal(bringsKey({ COMPANY_KEY: 'x' }, codex, ['COMPANY_KEY']), true);
		assert.equal(bringsKey({ COMPANY_URL: 'x' }, codex, ['COMPANY_URL']), false);
	});
});
