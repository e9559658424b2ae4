import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** As test/fixtures/watcher writes it. */
interface Watched {
	readonly reads: readonly string[];
	readonly writes: readonly string[];
	readonly programs: readonly string[];
	readonly addresses: readonly string[];
	readonly threads: number;
	readonly bundles: readonly string[];
}

/** The path of one of our own, which Node looks at on the way to loading it. */
function isBundle(file: string): boolean {
	return path.dirname(file) === path.join(root, 'dist');
}

describe('a start, before anything is asked', () => {
	let scene: Scene<'alpha'>;
	const file = path.join(temporaryFolder(), 'watched.json');

	before(async () => {
		scene = await openScene(['alpha'], {
			also: [path.join(root, 'test/fixtures/watcher')],
			env: { SWITCHYARD_WATCHED: file },
		});
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	after(async () => {
		await scene.close();
	});

	async function watched(): Promise<Watched> {
		await scene.workbench.palette('Watcher: Write What Was Watched');
		await eventually(() => existsSync(file), true);
		return JSON.parse(readFileSync(file, 'utf8')) as Watched;
	}

	it('draws the status bar, reads what windows share, and does nothing else', async () => {
		await scene.workbench.status.filter({ hasText: 'alpha' }).waitFor();
		const { reads, writes, bundles, ...rest } = await watched();
		assert.deepEqual(rest, { programs: [], addresses: [], threads: 0 });
		assert.deepEqual(scene.servers.alpha.requests, []);
		const storage = path.join(scene.workbench.userDataDir, 'User/globalStorage/switchyard.switchyard');
		assert.ok(reads.length > 0, 'the watcher sees what is read');
		// The folder itself, once, so that there is something to watch.
		assert.deepEqual(
			writes.filter((written) => written !== storage),
			[],
		);
		assert.deepEqual(
			reads.filter((read) => !read.startsWith(storage) && !isBundle(read)),
			[],
		);
		assert.deepEqual(bundles, ['catalogue.cjs', 'extension.cjs', 'window.cjs']);
	});
});
