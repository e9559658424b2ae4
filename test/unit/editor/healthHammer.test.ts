import assert from 'node:assert/strict';
import { hammerHealth } from '../../../scripts/hammer/hammer.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

describe('the health file under killed writers', () => {
	it('[P1] two windows that are killed at random 200 times lose nothing that was kept, count nothing twice, and leave a whole file', async function () {
		this.timeout(300_000);
		const folder = temporaryFolder();
		const { rounds, acknowledged, lost, unreadable, wrong, begun, counted, found } = await hammerHealth({
			folder,
			rounds: 200,
			seed: 7,
		});
		removeTemporaryFolder(folder);
		assert.deepEqual({ rounds, lost, unreadable, wrong }, { rounds: 200, lost: [], unreadable: 0, wrong: [] });
		assert.ok(acknowledged >= 200 && counted >= 200);
		assert.ok(found >= counted && found <= begun, `${counted} kept, ${found} found, ${begun} begun`);
	});
});
