import assert from 'node:assert/strict';
import { absolutePlaces } from '../../../src/core/searchPath.ts';

describe('the places where programs are looked for', () => {
	it('are those that do not depend on the folder', () => {
		assert.equal(absolutePlaces('.:/usr/bin:node_modules/.bin::/bin:..:~/bin', ':'), '/usr/bin:/bin');
		assert.equal(absolutePlaces('.;C:\\Windows;bin;\\\\host\\share;C:tools;', ';'), 'C:\\Windows;\\\\host\\share');
		assert.equal(absolutePlaces('', ':'), '');
	});
});
