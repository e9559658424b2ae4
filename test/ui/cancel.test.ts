import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { connectionsTo, processesWith } from '../support/processes.ts';
import { git, snapshotOf, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

/** Promised to the user: after this time nothing that was started still runs, in milliseconds. */
const promisedMs = 2000;

describe('cancelling in the workbench', () => {
	const home = temporaryFolder();
	const steps = path.join(home, 'steps.json');
	const grandchild = path.join(home, 'grandchild.pid');
	const program = path.resolve(import.meta.dirname, '../fixtures/agents/fake-agent.mjs');
	let scene: Scene<'alpha'>;
	let untouched: Record<string, string>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
		scene = await openScene(['alpha'], {
			folder,
			providers: [{ id: 'agent', kind: 'agent-cli', agent: 'claude', capabilities: ['code-generation'] }],
			settings: {
				'git.enabled': false,
				'switchyard.agents': { claude: { path: program, args: [`--fake-script=${steps}`] } },
			},
			env: { HOME: home },
		});
		untouched = snapshotOf(folder);
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const port = () => Number(new URL(scene.servers.alpha.origin).port);
	const left = () => ({
		processes: processesWith('SWITCHYARD_RUN=', `HOME=${home}`),
		sockets: scene.servers.alpha.openSockets(),
		connections: connectionsTo(port()),
		copies: copiesIn(scene.workbench.userDataDir),
	});

	async function nothingIsLeft(): Promise<void> {
		await eventually(left, { processes: [], sockets: 0, connections: 0, copies: [] }, promisedMs);
		await scene.workbench.status.filter({ hasText: 'cancelled' }).waitFor();
		assert.deepEqual(snapshotOf(scene.folder), untouched);
	}

	const explain = async () => {
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.palette('Switchyard: Explain Code');
	};

	it('before the first byte ends the request', async () => {
		scene.servers.alpha.script('alpha', { type: 'stall' });
		await explain();
		await scene.servers.alpha.waitFor((server) => server.openSockets() === 1 && server.asked('alpha').length === 1);
		await scene.workbench.palette('Switchyard: Cancel Route');
		await nothingIsLeft();
	});

	it('while the answer streams ends the request and takes the answer from the screen', async () => {
		scene.servers.alpha.script('alpha', { type: 'stall', afterChunks: 3, text: 'It sums all the prices.' });
		await explain();
		const { page } = scene.workbench;
		const tab = page.locator('.tab', { hasText: 'Explanation of' });
		await tab.waitFor();
		await scene.workbench.screenshot('cancel-streaming');
		await page.locator('.editor-actions a.action-label[aria-label^="Cancel Route"]').click();
		await nothingIsLeft();
		await tab.waitFor({ state: 'detached' });
	});

	it('while an agent works ends it with all it started and drops its copy', async () => {
		writeFileSync(
			steps,
			JSON.stringify({
				steps: [
					{ ignoreSignals: true },
					{ print: { type: 'system', subtype: 'init', model: 'fake' } },
					{ write: { path: 'cart.ts', content: 'half' } },
					{ spawnGrandchild: { ignoreSigterm: true, ownSession: true, pidFile: grandchild } },
					{ hang: true },
				],
			}),
		);
		await scene.workbench.palette('Switchyard: Delegate Task');
		await scene.workbench.quickPick.answer('Tidy up.');
		await eventually(() => existsSync(grandchild) && readFileSync(grandchild, 'utf8') !== '', true);
		assert.equal(left().processes.length, 2, 'the agent and its grandchild run');
		assert.equal(left().copies.length, 1);
		await scene.workbench.screenshot('cancel-agent');
		await scene.workbench.palette('Switchyard: Cancel Route');
		await nothingIsLeft();
	});

	it('leaves every provider ready: nobody is blamed', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: 'Prices are summed.' });
		await explain();
		await scene.workbench.page.locator('.tab', { hasText: 'Explanation of' }).waitFor();
		assert.equal(scene.attempts().at(-1), '1 alpha answered');
	});
});

/** The copies that agents work in, below the extension's own storage. */
function copiesIn(userDataDir: string): readonly string[] {
	const trees = path.join(userDataDir, 'User/globalStorage/switchyard.switchyard/trees');
	return existsSync(trees) ? readdirSync(trees) : [];
}
