import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, ensureInstalled } from '../../host/subpackage.mjs';
import { temporaryFolder } from '../../support/temporary.ts';

/** A sub-package without dependencies, whose installation needs no network. */
function subpackage(): string {
	const folder = temporaryFolder();
	const manifest = { name: 'sub', version: '0.0.0' };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeLock(folder, { ...manifest, lockfileVersion: 3, requires: true, packages: { '': manifest } });
	mkdirSync(join(folder, 'node_modules'));
	return folder;
}

function writeLock(folder: string, lock: object): void {
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
}

describe('a sub-package', () => {
	it('is completed once, by one of those who ask for it at the same time', async () => {
		const folder = subpackage();
		let completed = 0;
		const ask = () =>
			ensureInstalled(folder, 'a sub-package', () => {
				mkdirSync(join(folder, 'node_modules'), { recursive: true });
				completed += 1;
			});
		await Promise.all([ask(), ask()]);
		await ask();
		assert.equal(completed, 1);
	});

	it('is never used by two at once', async () => {
		const events: string[] = [];
		const one = (name: string) =>
			alone('a name of this test', async () => {
				events.push(`${name} begins`);
				await new Promise(setImmediate);
				events.push(`${name} ends`);
			});
		await Promise.all([one('a'), one('b'), one('c')]);
		for (let at = 0; at < events.length; at += 2) {
			assert.equal(events[at + 1], events[at]?.replace('begins', 'ends'));
		}
		assert.equal(events.length, 6);
	});
});
