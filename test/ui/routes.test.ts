import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const programs = path.resolve(import.meta.dirname, '../fixtures/agents');

describe('the routes view', () => {
	const home = temporaryFolder();
	const goOn = path.join(home, 'go-on');
	let scene: Scene<never>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
		const limit = { type: 'turn.failed', error: { message: 'You have hit your usage limit. Try again in 3 hours.' } };
		const [script, flood] = [path.join(home, 'limit.json'), path.join(home, 'flood.json')];
		writeFileSync(script, JSON.stringify({ steps: [{ print: limit }, { hang: true }] }));
		writeFileSync(
			flood,
			JSON.stringify({ dialect: 'claude', lines: 40, files: 3, holds: [{ lines: 20, until: goOn }] }),
		);
		scene = await openScene([], {
			folder,
			providers: [
				{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
				{ id: 'claude', kind: 'agent-cli', agent: 'claude' },
			],
			settings: {
				'git.enabled': false,
				'switchyard.agents': {
					codex: { path: path.join(programs, 'fake-agent.mjs'), args: [`--fake-script=${script}`] },
					claude: { path: path.join(programs, 'flood-agent.mjs'), args: [`--flood=${flood}`] },
				},
			},
			env: { HOME: home },
		});
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const view = () => scene.workbench.page.locator('[id="workbench.view.extension.switchyard"]');
	/** The view Changes lies below it as soon as an answer waits. */
	const rows = () => view().locator('.pane').first().locator('.monaco-list-row');
	const row = (text: string | RegExp) => rows().filter({ hasText: text });

	/** Each row as it reads, without the seconds that pass and the time of day. */
	async function told(): Promise<readonly string[]> {
		// The list keeps its rows in the order in which it made them.
		const texts = await scene.workbench.page.evaluate<readonly string[]>(`
			[...document.getElementById('workbench.view.extension.switchyard').querySelector('.pane').querySelectorAll('.monaco-list-row')]
				.sort((one, other) => Number(one.dataset.index) - Number(other.dataset.index))
				.map((row) => [...row.querySelectorAll('.label-name, .label-description')].map((part) => part.textContent).join(' '))
		`);
		return texts.map((text) =>
			text
				.replace(/\s+/g, ' ')
				.replace(/(?:\d+m )?\d+s\b/g, '0s')
				.replace(/(?:[A-Z][a-z]+ \d+ )?\d\d:\d\d/g, '00:00')
				.trim(),
		);
	}

	async function inBothThemes(name: string): Promise<void> {
		for (const [theme, suffix] of [
			['Light Modern', '-light'],
			['Dark Modern', '-dark'],
		] as const) {
			await scene.workbench.palette('Preferences: Color Theme');
			await scene.workbench.quickPick.input.fill(theme);
			await scene.workbench.quickPick.choose(theme);
			await scene.workbench.quickPick.input.waitFor({ state: 'detached' });
			await scene.workbench.screenshot(`${name}${suffix}`);
		}
	}

	const files = (edits: number) => [0, 1, 2].map((number) => `file-${number}.ts flood · ${edits} edits`);

	it('offers what can be asked while nothing was', async () => {
		await scene.workbench.palette('Switchyard: Show Routes');
		await view().getByRole('button', { name: 'Delegate Task to an Agent…' }).waitFor();
		await view().getByRole('button', { name: 'Ask…' }).waitFor();
		await inBothThemes('routes-empty');
	});

	it('shows the files and commands of an agent growing while it works, below who could not', async () => {
		await view().getByRole('button', { name: 'Delegate Task to an Agent…' }).click();
		await scene.workbench.quickPick.answer('Tidy up.');
		await row('Commands').waitFor();
		await row('Commands').click();
		await eventually(told, [
			'Delegate Task claude 0s · 00:00',
			'codex quota used up, back 00:00 · 0s',
			'claude 0s',
			'Files 6',
			...files(2),
			'Commands 4',
			'npm test',
			'git status',
			'ls',
			'cargo build',
			'Tool calls 10',
		]);
		await inBothThemes('routes-running');
		writeFileSync(goOn, '');
		await eventually(told, [
			'Delegate Task claude answered, waits for you · 00:00',
			'codex quota used up, back 00:00 · 0s',
			'claude 0s · 4,711 in, 815 out · $0.25',
			'Files 12',
			...files(4),
			'Commands 8',
			'npm test 2 times',
			'git status 2 times',
			'ls 2 times',
			'cargo build',
			'rg',
			'Tool calls 20',
		]);
		await inBothThemes('routes-waiting');
	});

	it('tells in the log which files and commands, and nothing that stood beside them', async () => {
		const log = scene.workbench.log();
		assert.doesNotMatch(log, /canary-4711|needle/);
		assert.match(log, /answered by claude/);
	});

	it('explains the route of a row, and brings its waiting answer to the front', async () => {
		await act(row('Delegate Task'), 'Why This Provider?');
		await scene.workbench.page.locator('.tab.active', { hasText: 'Why This Provider' }).waitFor();
		await act(row('Delegate Task'), 'Show Waiting Answer');
		await scene.workbench.page.locator('.tab.active', { hasText: 'claude' }).waitFor();
	});

	it('opens the answer at a click on a file that is not in the folder yet, and the file once it is', async () => {
		await scene.workbench.palette('File: New Untitled Text File');
		await row('file-1.ts').click();
		const tab = scene.workbench.page.locator('.tab.active');
		await tab.filter({ hasText: 'claude' }).waitFor();
		await scene.workbench.palette('Switchyard: Accept Answer');
		await row('accepted, by claude').waitFor();
		await row('file-1.ts').click();
		await tab.filter({ hasText: 'file-1.ts' }).waitFor();
	});

	/** Clicks an action that is shown beside a row. */
	async function act(target: Locator, title: string): Promise<void> {
		await target.first().hover();
		await target.first().locator(`a.action-label[aria-label^="${title}"]`).click();
	}
});
