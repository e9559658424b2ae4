import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/replay.ts');
const instruction = 'Explain the INSTRUCTION-CANARY.';
const answer = 'It adds up the ANSWER-CANARY.';

describe('the route log in the workbench', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;
	let target: string;

	beforeEach(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma']);
		target = temporaryFolder();
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
		await scene.close();
		removeTemporaryFolder(target);
	});

	it('Export Route Log writes a failover to a file that replays the same and holds no secret', async () => {
		const { servers, workbench, keys } = scene;
		const { page, status, notifications } = workbench;
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'reset' });
		servers.gamma.script('gamma', { type: 'answer', text: answer });
		await workbench.palette('Switchyard: Ask…');
		await workbench.quickPick.answer(instruction);
		await status.filter({ hasText: /^\s*gamma · alpha: limit, back \d\d:\d\d · beta: unreachable/ }).waitFor();
		// The answer takes the focus once it is drawn, and would close the palette.
		const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await preview.locator('body', { hasText: answer }).waitFor();

		const file = path.join(target, 'routes.jsonl');
		await workbench.palette('Switchyard: Export Route Log');
		await page.locator('.quick-input-widget:visible .quick-input-title', { hasText: 'Export Route Log' }).waitFor();
		// The dialog fills in its proposal late, over whatever was typed before.
		await eventually(async () => (await workbench.quickPick.input.inputValue()).endsWith('.jsonl'), true);
		await workbench.screenshot('export-dialog');
		const { input, rows } = workbench.quickPick;
		await rows.filter({ hasText: '.git' }).waitFor();
		await input.fill(file);
		// Nothing is taken before the folder that was typed is listed.
		await rows.filter({ hasText: '.git' }).waitFor({ state: 'detached' });
		await page.locator('.quick-input-widget:visible').getByText('OK', { exact: true }).click();
		const told = notifications.filter({ hasText: 'The route log was exported' });
		await told.waitFor();
		await workbench.screenshot('export-told');
		await eventually(() => existsSync(file), true);

		const text = readFileSync(file, 'utf8');
		const secrets = [...Object.values(keys), 'CANARY', 'KEY_', 'cart', scene.folder, 'Explain'];
		assert.deepEqual(
			secrets.filter((secret) => text.includes(secret)),
			[],
		);
		const replayed = await execa(process.execPath, [script, file], { reject: false });
		assert.match(
			replayed.stdout,
			/1 routes replayed; 3 decisions compared\.\nEvery decision came out as it was recorded/,
		);
		assert.equal(replayed.exitCode, 0);

		await told.getByText('Open', { exact: true }).click();
		await page.locator('.tab.active[data-resource-name="routes.jsonl"]').waitFor();
	});
});
