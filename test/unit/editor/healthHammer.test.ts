import assert from 'node:assert/strict';
import { hammerHealth } from '../../../scripts/hammer/hammer.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

describe('the health file under killed writers', () => {
	it('[P1] two windows that are killed at random 200 times lose nothing that was kept, and leave a whole file', async function () {
		this.timeout(300_000);
		const folder = temporaryFolder();
		const { rounds, acknowledged, lost, unreadable } = await hammerHealth({ folder, rounds: 200, seed: 7 });
		removeTemporaryFolder(folder);
		assert.deepEqual({ rounds, lost, unreadable }, { rounds: 200, lost: [], unreadable: 0 });
		assert.ok(acknowledged >= 200);
	});
});
