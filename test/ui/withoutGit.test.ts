import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { exactly } from '../support/exactly.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const renamed = cart.replace('export function total', 'export function totalOf');
const tax = 'export const tax = 0.19;\n';

/** What Claude Code prints at its beginning and its end. */
const begins = { print: { type: 'system', subtype: 'init', model: 'fake' } };
const ends = { print: { type: 'result', subtype: 'success', is_error: false, result: 'Renamed it.', num_turns: 2 } };
const edits = [
	{ write: { path: 'cart.ts', content: renamed } },
	{ write: { path: 'prices/tax.ts', content: tax } },
	{ delete: 'notes.txt' },
];

describe('a task in a folder without git', () => {
	const home = temporaryFolder();
	const steps = path.join(home, 'steps.json');
	const program = path.resolve(import.meta.dirname, '../fixtures/agents/fake-agent.mjs');
	let scene: Scene<'alpha'>;
	let untouched: Record<string, string>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		writeFileSync(path.join(folder, 'notes.txt'), 'mine\n');
		writeFileSync(path.join(folder, 'run.sh'), '#!/bin/sh\n');
		chmodSync(path.join(folder, 'run.sh'), 0o751);
		symlinkSync('notes.txt', path.join(folder, 'link'));
		scene = await openScene(['alpha'], {
			folder,
			providers: [{ id: 'agent', kind: 'agent-cli', agent: 'claude', capabilities: ['code-generation'] }],
			settings: { 'switchyard.agents': { claude: { path: program, args: [`--fake-script=${steps}`] } } },
			env: { HOME: home },
		});
		await scene.workbench.openFile('cart.ts');
	});

	beforeEach(() => {
		untouched = exactly(scene.folder);
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const action = (title: string) =>
		scene.workbench.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	const content = (file: string) => {
		const whole = path.join(scene.folder, file);
		return existsSync(whole) ? readFileSync(whole, 'utf8') : null;
	};

	async function delegate(script: readonly object[]): Promise<void> {
		writeFileSync(steps, JSON.stringify({ steps: [begins, ...script] }));
		await scene.workbench.palette('Switchyard: Delegate Task');
		await scene.workbench.quickPick.answer('Rename total, and add the tax.');
	}

	it('leaves the folder as it was, to the last byte, when its agent fails after edits, and the next provider is asked', async () => {
		scene.servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		await delegate([...edits, { exit: 1 }]);
		await eventually(() => scene.attempts(), ['1 agent failed', '2 alpha failed']);
		await eventually(() => exactly(scene.folder), untouched);
		await eventually(() => snapshotsIn(scene.workbench.userDataDir), []);
		await scene.workbench.screenshot('without-git-failed');
	});

	it('is reviewed while the folder is as it was, and written when it is accepted', async () => {
		await delegate([...edits, ends]);
		await action('Accept Answer').waitFor();
		await scene.workbench.screenshot('without-git-review');
		assert.deepEqual(exactly(scene.folder), untouched);
		await action('Accept Answer').click();
		await eventually(() => [content('cart.ts'), content('prices/tax.ts'), content('notes.txt')], [renamed, tax, null]);
		await eventually(() => snapshotsIn(scene.workbench.userDataDir), []);
		assert.equal(exactly(scene.folder)['./run.sh'], untouched['./run.sh']);
	});

	it('keeps what is saved in the editor while the agent works', async () => {
		const { page } = scene.workbench;
		await delegate([{ write: { path: 'by-agent.txt', content: 'half' } }, { hang: true }]);
		await eventually(() => content('by-agent.txt'), 'half');
		await scene.workbench.openFile('run.sh');
		await page.keyboard.press('Control+End');
		await page.keyboard.insertText('echo saved\n');
		await scene.savedAs('run.sh', '#!/bin/sh\necho saved\n');
		await scene.workbench.palette('Switchyard: Cancel Route');
		await eventually(() => snapshotsIn(scene.workbench.userDataDir), []);
		assert.deepEqual([content('by-agent.txt'), content('run.sh')], [null, '#!/bin/sh\necho saved\n']);
	});
});

/** The snapshots of folders that agents work in, below the extension's own storage. */
function snapshotsIn(userDataDir: string): readonly string[] {
	const snapshots = path.join(userDataDir, 'User/globalStorage/switchyard.switchyard/snapshots');
	return existsSync(snapshots) ? readdirSync(snapshots) : [];
}
