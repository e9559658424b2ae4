import assert from 'node:assert/strict';
import { readRequest } from '../../runner/request.ts';

describe('the arguments of the test command', () => {
	it('mean every kind that needs no download of VS Code when there are none', () => {
		assert.deepEqual(readRequest([]), { kinds: ['unit', 'editor', 'ui', 'agents'], grep: null, files: [] });
	});

	it('narrow to a kind, a pattern and files', () => {
		assert.deepEqual(readRequest(['ui', '--grep', 'opens', 'test/ui/smoke.test.ts']), {
			kinds: ['ui'],
			grep: 'opens',
			files: ['test/ui/smoke.test.ts'],
		});
	});

	it('can name several kinds, which then run in that order', () => {
		assert.deepEqual(readRequest(['agents', 'more-agents']).kinds, ['agents', 'more-agents']);
	});

	it('are refused when they name files without a kind that takes them', () => {
		assert.throws(() => readRequest(['unit', 'ui', 'test/ui/smoke.test.ts']), /after one kind/);
		assert.throws(() => readRequest(['test/ui/smoke.test.ts']), /after one kind/);
		assert.throws(() => readRequest(['editor', 'test/editor/smoke.test.ts']), /after one kind/);
	});

	it('are refused when unknown', () => {
		assert.throws(() => readRequest(['--watch']), /--watch/);
	});
});
