import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const claudeBegins = { print: { type: 'system', subtype: 'init', model: 'fake' } };
const claudeEnds = {
	print: { type: 'result', subtype: 'success', is_error: false, result: 'Done.', permission_denials: [] },
};
const claudeIsLimited = {
	print: {
		type: 'system',
		subtype: 'api_retry',
		attempt: 1,
		error: 'rate_limit',
		error_status: 429,
		retry_delay_ms: 500,
	},
};
const codexBegins = { print: { type: 'turn.started' } };
const codexSays = { print: { type: 'item.completed', item: { type: 'agent_message', text: 'Done.' } } };
const codexEnds = { print: { type: 'turn.completed', usage: { input_tokens: 5, output_tokens: 3 } } };

describe('several agents at one task', () => {
	const home = temporaryFolder();
	const program = path.resolve(import.meta.dirname, '../fixtures/agents/fake-agent.mjs');
	const scriptOf = (agent: string) => path.join(home, `${agent}.json`);
	let scene: Scene<never>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
		scene = await openScene([], {
			folder,
			providers: [
				{ id: 'claude-code', kind: 'agent-cli', agent: 'claude' },
				{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
			],
			settings: {
				'git.enabled': false,
				'switchyard.agents': {
					claude: { path: program, args: [`--fake-script=${scriptOf('claude')}`] },
					codex: { path: program, args: [`--fake-script=${scriptOf('codex')}`] },
				},
			},
			env: { HOME: home },
		});
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const script = (agent: string, ...steps: readonly object[]) => {
		writeFileSync(scriptOf(agent), JSON.stringify({ steps }));
	};
	const written = (agent: string) => ({ write: { path: 'winner.ts', content: `export const by = '${agent}';\n` } });
	const copies = () => {
		const trees = path.join(scene.workbench.userDataDir, 'User/globalStorage/switchyard.switchyard/trees');
		return existsSync(trees) ? readdirSync(trees).length : 0;
	};

	it('race: their results lie side by side, one is accepted, and nothing is left of the other', async () => {
		script('claude', claudeBegins, written('claude'), claudeEnds);
		script('codex', codexBegins, written('codex'), codexSays, codexEnds);
		const { workbench } = scene;
		const { page } = workbench;
		await workbench.palette('Switchyard: Race Agents');
		await workbench.quickPick.answer('Say who won.');
		await page.locator('.quick-input-widget', { hasText: 'Race' }).waitFor();
		await workbench.screenshot('race-runners');
		await page.keyboard.press('Enter');
		const results = page.locator('.quick-input-widget', { hasText: 'Which Result Do You Want?' });
		await results.waitFor({ timeout: 60_000 });
		await page.locator('.editor-group-container').nth(1).waitFor();
		await workbench.screenshot('race-results');
		assert.equal(existsSync(path.join(scene.folder, 'winner.ts')), false);
		await results.locator('.monaco-list-row', { hasText: 'codex' }).click();
		await eventually(() => existsSync(path.join(scene.folder, 'winner.ts')), true);
		assert.equal(readFileSync(path.join(scene.folder, 'winner.ts'), 'utf8'), "export const by = 'codex';\n");
		await eventually(copies, 0);
		await page.locator('.multiDiffEntry').first().waitFor({ state: 'detached' });
	});

	it('what the last one left unfinished can be looked at, and goes when it is discarded', async () => {
		script(
			'claude',
			claudeBegins,
			{ write: { path: 'half.ts', content: 'export const half = 1;\n' } },
			claudeIsLimited,
		);
		script('codex', { exit: 3 });
		const { workbench } = scene;
		await workbench.palette('Switchyard: Delegate Task');
		await workbench.quickPick.answer('Do both halves.');
		await workbench.page.locator('.tab', { hasText: 'unfinished work of claude-code' }).waitFor({ timeout: 60_000 });
		await workbench.screenshot('unfinished');
		assert.equal(existsSync(path.join(scene.folder, 'half.ts')), false);
		await workbench.page.locator('.editor-actions a.action-label[aria-label^="Discard Answer"]').click();
		await eventually(copies, 0);
	});
});
