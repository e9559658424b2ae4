import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('a request that nobody answers', () => {
	let scene: Scene<'alpha' | 'beta'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta']);
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	it('ends with one error that lists every cause, and can be tried again', async () => {
		scene.servers.alpha.script('alpha', { type: 'error', error: 'unauthorized' });
		scene.servers.beta.script('beta', { type: 'empty' });
		const { workbench } = scene;
		await workbench.palette('Switchyard: Explain Code');
		const toast = workbench.notifications.filter({ hasText: 'nobody could answer' });
		await toast.waitFor();
		await workbench.status.filter({ hasText: 'nobody could answer · alpha: key refused' }).waitFor();
		const text = await toast.locator('.notification-list-item-message').innerText();
		assert.match(text, /alpha: the key was refused \(status 401\)\. beta: the answer is empty/);
		await toast.hover();
		await workbench.screenshot('exhausted');
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta failed']);
		scene.servers.beta.script('beta', { type: 'answer', text: 'It adds up.' });
		await toast.locator('.monaco-button', { hasText: 'Try Again' }).click();
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta failed', '1 beta answered']);
		await workbench.palette('Switchyard: Discard Answer');
	});

	it('shows in the switcher how each provider stands, and locking one asks it although it cools', async () => {
		const { workbench } = scene;
		await workbench.status.click();
		await workbench.quickPick.rows.filter({ hasText: 'alpha' }).first().waitFor();
		await workbench.screenshot('switcher');
		assert.match(
			await workbench.quickPick.rows.filter({ hasText: 'alpha-model' }).innerText(),
			/cooling: key refused, back \d\d:\d\d/,
		);
		await workbench.quickPick.rows.filter({ hasText: 'alpha-model' }).hover();
		await workbench.quickPick.rows.filter({ hasText: 'alpha-model' }).getByRole('button', { name: 'Lock' }).click();
		await workbench.quickPick.rows.filter({ hasText: /alpha\s*locked/ }).waitFor();
		await workbench.page.keyboard.press('Escape');
		await workbench.status.filter({ hasText: 'alpha · locked' }).waitFor();
		scene.servers.alpha.script('alpha', { type: 'answer', text: 'Answered by the one that was picked.' });
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.equal(scene.attempts().at(-1), '1 alpha answered');
	});
});

describe('a workbench without any provider', () => {
	let scene: Scene<never>;
	const tools = path.join(temporaryFolder(), 'bin');

	before(async () => {
		mkdirSync(tools);
		const codex = path.join(tools, 'codex');
		writeFileSync(codex, '#!/bin/sh\n[ "$1" = --version ] && echo "codex-cli 9.9.9"\nexit 0\n');
		chmodSync(codex, 0o755);
		scene = await openScene([], { env: { PATH: `${tools}:/usr/bin:/bin`, OPENAI_API_KEY: 'sk-environment-canary' } });
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	it('says so, and finds an agent on PATH and a key in the environment, which is added only when it is picked [A6] [G1]', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Explain Code');
		const toast = workbench.notifications.filter({ hasText: 'no provider to ask yet. Found on this machine: codex' });
		await toast.waitFor();
		await toast.hover();
		await workbench.screenshot('no-provider');
		await toast.locator('.monaco-button', { hasText: 'Detect Providers' }).click();
		const row = (text: string) => workbench.quickPick.rows.filter({ hasText: text });
		await row('codex').waitFor();
		assert.match(await row('codex').innerText(), /version 9\.9\.9/);
		await row('OPENAI_API_KEY').waitFor();
		await workbench.screenshot('detected');
		assert.equal(
			await row('codex').locator('input[type=checkbox], .monaco-checkbox').first().getAttribute('aria-checked'),
			'true',
		);
		assert.equal(
			await row('OPENAI_API_KEY')
				.locator('input[type=checkbox], .monaco-checkbox')
				.first()
				.getAttribute('aria-checked'),
			'false',
		);
		await workbench.page.keyboard.press('Enter');
		await workbench.status.filter({ hasText: 'codex' }).waitFor();
		const settings = path.join(workbench.userDataDir, 'User/settings.json');
		await eventually(() => {
			const written = JSON.parse(readFileSync(settings, 'utf8')) as Record<string, unknown>;
			return written['switchyard.providers'];
		}, [{ id: 'codex', kind: 'agent-cli', agent: 'codex' }]);
	});
});
