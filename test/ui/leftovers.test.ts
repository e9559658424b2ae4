import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { processesStartedWith, processesWith } from '../support/processes.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const half = 'export const half = 1;\n';

describe('work that a killed window left behind', () => {
	const home = temporaryFolder();
	const steps = path.join(home, 'steps.json');
	const program = path.resolve(import.meta.dirname, '../fixtures/agents/fake-agent.mjs');
	let scene: Scene<never>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
		writeFileSync(
			steps,
			JSON.stringify({
				steps: [
					{ print: { type: 'system', subtype: 'init', model: 'fake' } },
					{ write: { path: 'half.ts', content: half } },
					{ hang: true },
				],
			}),
		);
		scene = await openScene([], {
			folder,
			providers: [{ id: 'agent', kind: 'agent-cli', agent: 'claude' }],
			settings: {
				'git.enabled': false,
				'switchyard.agents': { claude: { path: program, args: [`--fake-script=${steps}`] } },
			},
			env: { HOME: home },
		});
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const trees = () => path.join(scene.workbench.userDataDir, 'User/globalStorage/switchyard.switchyard/trees');
	const copies = () => (existsSync(trees()) ? readdirSync(trees()) : []);
	const agents = () => processesWith('SWITCHYARD_RUN=', `HOME=${home}`);
	/** By its argument: what it has started, the language servers, inherited its environment, and may have a lower number. */
	const hosts = () => processesStartedWith('--type=extensionHost', `HOME=${home}`);

	it('is offered at the next start, with its agent ended, and can be accepted', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Delegate Task');
		await workbench.quickPick.answer('Do both halves.');
		await eventually(() => copies().some((copy) => existsSync(path.join(trees(), copy, 'tree/half.ts'))), true);
		const [host, ...others] = hosts();
		assert.ok(host !== undefined && others.length === 0, 'one extension host was found');
		process.kill(host, 'SIGKILL');
		await eventually(() => hosts().includes(host), false);
		assert.equal(copies().length, 1);
		await workbench.page.reload();
		await workbench.status.waitFor();
		const offer = workbench.notifications.filter({ hasText: 'unfinished work in 1 copy' });
		await offer.waitFor();
		await workbench.screenshot('leftovers');
		await offer.getByRole('button', { name: 'Review' }).click();
		await workbench.page.locator('.tab', { hasText: 'an earlier session' }).waitFor();
		await eventually(agents, []);
		assert.equal(existsSync(path.join(scene.folder, 'half.ts')), false);
		await workbench.screenshot('leftovers-review');
		await workbench.page.locator('.editor-actions a.action-label[aria-label^="Accept Answer"]').click();
		await eventually(() => existsSync(path.join(scene.folder, 'half.ts')), true);
		assert.equal(readFileSync(path.join(scene.folder, 'half.ts'), 'utf8'), half);
		await eventually(copies, []);
	});
});
