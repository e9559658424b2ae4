import assert from 'node:assert/strict';
import { demoSettings, isConfigured, withoutDemo } from '../../../scripts/start/demoSettings.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import { withSettings } from '../../host/settings.mjs';

const agentPath = '/demo/crashing-agent.mjs';
const written = demoSettings({ limitedApi: 'http://127.0.0.1:1', api: 'http://127.0.0.1:2' }, agentPath);

describe('the settings of the demonstration', () => {
	it('are valid, and every provider in them says that it is simulated', () => {
		const user = Object.fromEntries(
			Object.entries(written).map(([name, value]) => [name.replace('switchyard.', ''), value]),
		);
		const { settings, problems } = parseSettings({ user, workspace: {} }, defaults);
		assert.deepEqual(problems, []);
		assert.equal(settings.providers.length, 3);
		assert.ok(settings.providers.every((provider) => provider.id.startsWith('simulated-')));
		assert.equal(settings.agents['claude']?.path, agentPath);
	});

	it('leave no trace when they are taken out again', () => {
		const before = '{\n\t// mine\n\t"editor.fontSize": 14\n}';
		const during = withSettings(before, { forced: written });
		assert.equal(isConfigured(during), true);
		assert.equal(withoutDemo(during, agentPath), before);
	});

	it('are taken out without what the user added meanwhile', () => {
		const providers = [
			...(written['switchyard.providers'] as object[]),
			{ id: 'mine', kind: 'agent-cli', agent: 'codex' },
		];
		const agents = { ...(written['switchyard.agents'] as object), codex: { path: '/mine/codex' } };
		const during = JSON.stringify({ 'switchyard.providers': providers, 'switchyard.agents': agents });
		assert.deepEqual(JSON.parse(withoutDemo(during, agentPath)), {
			'switchyard.providers': [{ id: 'mine', kind: 'agent-cli', agent: 'codex' }],
			'switchyard.agents': { codex: { path: '/mine/codex' } },
		});
	});

	it('are not mistaken for the settings of a user', () => {
		const own =
			'{ "switchyard.providers": [{ "id": "mine" }], "switchyard.agents": { "claude": { "path": "/mine" } } }';
		assert.equal(withoutDemo(own, agentPath), own);
		assert.equal(isConfigured(own), true);
		assert.equal(isConfigured(''), false);
		assert.equal(isConfigured('{ "editor.fontSize": 14 }'), false);
	});
});
