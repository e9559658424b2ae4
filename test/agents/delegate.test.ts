import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LlmServer } from '../support/llmServer.ts';
import { startLlmServer } from '../support/llmServer.ts';
import { eventually } from '../support/eventually.ts';
import { processesWith } from '../support/processes.ts';
import { git, snapshotOf, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from '../ui/scene.ts';

const byClaude = 'export const author = "claude";\n';
const byCodex = 'export const author = "codex";\n';

/** Promised to the user: after this time nothing that was started still runs, in milliseconds. */
const promisedMs = 2000;

/** A repository in the midst of work: a commit, a staged change, an unstaged one and a file git does not know. */
function repositoryInUse(): string {
	const folder = temporaryFolder();
	mkdirSync(path.join(folder, 'src'));
	writeFileSync(path.join(folder, 'cart.ts'), 'export {};\n');
	writeFileSync(path.join(folder, 'src/old.ts'), 'export const old = 1;\n');
	git(folder, 'init', '--quiet');
	git(folder, 'add', '.');
	git(folder, 'commit', '--quiet', '--message', 'start');
	writeFileSync(path.join(folder, 'src/old.ts'), 'export const old = 2;\n');
	git(folder, 'add', 'src/old.ts');
	writeFileSync(path.join(folder, 'cart.ts'), cart);
	writeFileSync(path.join(folder, 'src/untracked.ts'), 'export const untracked = true;\n');
	symlinkSync('old.ts', path.join(folder, 'src/link.ts'));
	return folder;
}

describe('a task delegated to real agents', () => {
	let scene: Scene<'gamma'>;
	let agents: LlmServer;
	let home: string;

	beforeEach(async () => {
		agents = await startLlmServer();
		home = temporaryFolder();
		mkdirSync(path.join(home, '.codex'));
		writeFileSync(
			path.join(home, '.codex/config.toml'),
			[
				'model = "gpt-5.5"',
				'model_provider = "scripted"',
				'check_for_update_on_startup = false',
				'[analytics]',
				'enabled = false',
				'[model_providers.scripted]',
				'name = "scripted"',
				`base_url = "${agents.origin}/codex/v1"`,
				'env_key = "OPENAI_API_KEY"',
				'wire_api = "responses"',
				'',
			].join('\n'),
		);
		scene = await openScene(['gamma'], {
			folder: repositoryInUse(),
			settings: {
				// Its background `git status` would refresh the index, which is compared byte by byte here.
				'git.enabled': false,
				'switchyard.agents': { claude: { env: ['ANTHROPIC_BASE_URL'] } },
			},
			providers: [
				{ id: 'claude-code', kind: 'agent-cli', agent: 'claude', model: 'sonnet' },
				{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
			],
			env: {
				PATH: `${path.join(import.meta.dirname, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
				HOME: home,
				ANTHROPIC_BASE_URL: `${agents.origin}/claude`,
				ANTHROPIC_API_KEY: 'sk-ant-canary-0815',
				OPENAI_API_KEY: 'sk-codex-canary-0815',
			},
		});
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
		await scene.close();
		await agents.close();
		rmSync(home, { recursive: true, force: true });
	});

	async function delegate(): Promise<void> {
		await scene.workbench.palette('Switchyard: Delegate Task');
		await scene.workbench.quickPick.answer('Add src/author.ts and use reduce in cart.ts.');
	}

	async function accept(): Promise<void> {
		await scene.workbench.page.locator('.editor-actions a.action-label[aria-label^="Accept Answer"]').click();
		await scene.workbench.page.locator('.multiDiffEntry').first().waitFor({ state: 'detached' });
	}

	it('hands what Claude Code did until its usage limit on to Codex, which finishes it', async () => {
		agents.script(
			'claude',
			{ type: 'write', path: 'src/one.ts', content: byClaude },
			{ type: 'write', path: 'src/two.ts', content: byClaude },
			{ type: 'error', error: 'usage-limit' },
		);
		agents.script(
			'codex',
			{ type: 'write', path: 'src/three.ts', content: byCodex },
			{ type: 'write', path: 'src/four.ts', content: byCodex },
			{ type: 'answer', text: 'All four files are there.' },
		);
		const before = snapshotOf(scene.folder);
		await delegate();
		const { page, status } = scene.workbench;
		await page.locator('.tab.active', { hasText: 'goes on from claude-code' }).waitFor({ timeout: 60_000 });
		assert.match(await status.innerText(), /codex · claude-code: [a-z ]+/);
		await scene.workbench.screenshot('delegate-review');
		assert.deepEqual(scene.attempts(), ['1 claude-code failed', '2 codex answered']);
		assert.deepEqual(snapshotOf(scene.folder), before);
		const [told] = agents.asked('codex').map(({ prompt }) => prompt);
		assert.match(told ?? '', /begun by claude-code [^]*- added: src\/one\.ts\n- added: src\/two\.ts/);
		await accept();
		await eventually(() => Object.keys(snapshotOf(scene.folder)).length, Object.keys(before).length + 4);
		const {
			'src/one.ts': one,
			'src/two.ts': two,
			'src/three.ts': three,
			'src/four.ts': four,
			...rest
		} = snapshotOf(scene.folder);
		assert.ok(one && two && three && four);
		assert.deepEqual(rest, before);
		const written = (name: string) => readFileSync(path.join(scene.folder, 'src', name), 'utf8');
		assert.deepEqual([written('two.ts'), written('three.ts')], [byClaude, byCodex]);
		await scene.workbench.screenshot('delegate-accepted');
	});

	it('is completed by an LLM, on top of what the last agent did, when both agents fail', async () => {
		agents.script('claude', { type: 'error', error: 'usage-limit' });
		agents.script(
			'codex',
			{ type: 'write', path: 'src/byCodex.ts', content: byCodex },
			{ type: 'error', error: 'quota' },
		);
		scene.servers.gamma.script('gamma', {
			type: 'answer',
			text: 'cart.ts\n<<<<<<< SEARCH\n\tlet sum = 0;\n\tfor (const item of items) {\n\t\tsum += item.price;\n\t}\n\treturn sum;\n=======\n\treturn items.reduce((sum, item) => sum + item.price, 0);\n>>>>>>> REPLACE\n\nsrc/author.ts\n<<<<<<< SEARCH\n=======\nexport const author = "gamma";\n>>>>>>> REPLACE\n',
		});
		const before = snapshotOf(scene.folder);
		await delegate();
		const { page, status } = scene.workbench;
		await page.locator('.tab.active', { hasText: 'gamma (claude-code: ' }).waitFor({ timeout: 60_000 });
		assert.match(await status.innerText(), /gamma · claude-code: .+ · codex: quota used up/);
		await scene.workbench.screenshot('delegate-llm-review');
		assert.deepEqual(scene.attempts(), ['1 claude-code failed', '2 codex failed', '3 gamma answered']);
		assert.deepEqual(snapshotOf(scene.folder), before);
		await accept();
		await eventually(() => readFileSync(path.join(scene.folder, 'cart.ts'), 'utf8').includes('items.reduce('), true);
		assert.equal(readFileSync(path.join(scene.folder, 'src/author.ts'), 'utf8'), 'export const author = "gamma";\n');
		const changed = snapshotOf(scene.folder);
		assert.deepEqual(
			Object.keys(changed).filter((file) => changed[file] !== before[file]),
			['cart.ts', 'src/author.ts', 'src/byCodex.ts'],
		);
	});

	it('ends the real agents with all they started when it is cancelled, or when the window is reloaded', async () => {
		const { workbench } = scene;
		const running = () => processesWith('SWITCHYARD_RUN=', `HOME=${home}`).length;
		const before = snapshotOf(scene.folder);
		agents.script('claude', { type: 'stall' });
		agents.script('codex', { type: 'stall' });
		await delegate();
		await agents.waitFor((server) => server.asked('claude').length > 0);
		assert.ok(running() > 0);
		await workbench.palette('Switchyard: Cancel Route');
		await eventually(running, 0, promisedMs);
		await workbench.status.filter({ hasText: 'cancelled' }).waitFor();
		await delegate();
		await agents.waitFor((server) => server.asked('claude').length > 1);
		await workbench.palette('Switchyard: Try Next Provider');
		await agents.waitFor((server) => server.asked('codex').length > 0);
		assert.ok(running() > 0);
		await workbench.page.reload();
		await eventually(running, 0, 15_000);
		await workbench.status.waitFor();
		await eventually(() => agents.openSockets(), 0);
		assert.deepEqual(snapshotOf(scene.folder), before);
	});
});
