import assert from 'node:assert/strict';
import { isOlder, versionIn } from '../../../src/providers/version.ts';

describe('the version of a program', () => {
	it('is found in what it says', () => {
		assert.equal(versionIn('codex-cli 0.169.0\n'), '0.169.0');
		assert.equal(versionIn('2.1.329 (Claude Code)'), '2.1.329');
		assert.equal(versionIn('v1.2-beta 3'), '1.2');
		assert.equal(versionIn('of 7 parts'), null);
	});

	it('is compared part by part, as numbers', () => {
		assert.equal(isOlder('0.99.9', '0.100.0'), true);
		assert.equal(isOlder('1.0.0', '0.100.0'), false);
		assert.equal(isOlder('0.100.0', '0.100.0'), false);
		assert.equal(isOlder('0.100', '0.100.0'), false);
		assert.equal(isOlder('0.100', '0.100.1'), true);
		assert.equal(isOlder('2.0.0.1', '2.0.0'), false);
	});

	it('is not called too old when it is not known, or any will do', () => {
		assert.equal(isOlder(null, '1.0'), false);
		assert.equal(isOlder('0.1', null), false);
	});
});
