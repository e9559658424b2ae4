import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { crush } from '../../../../src/providers/dialects/crush.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents } from './replay.ts';

describe('the dialect of Crush, from its source', () => {
	it('gives the answer as it was printed', () => {
		const { answer } = replayEvents(crush, ['if (a) {', '\tb();', '}', ''], { task: 'code' });
		assert.equal(answer.ok && answer.text, 'if (a) {\n\tb();\n}\n');
	});

	it('does not believe an exit with 0 and nothing said (U14)', () => {
		assert.equal(kindOf(replayEvents(crush, ['']).answer), 'bad-output');
	});

	it('takes a limit that is all it says for what it is', () => {
		assert.equal(kindOf(replayEvents(crush, ['You have hit your usage limit.']).answer), 'quota-exhausted');
		assert.equal(kindOf(replayEvents(crush, ['A usage limit is a bound.', 'It may be reached.']).answer), 'ok');
	});

	it('finds the reason of a failure in its error output, or in what it had said', () => {
		const errorOutput = '  ERROR  \n\n  Agent processing failed: too many requests.';
		assert.equal(kindOf(replayEvents(crush, [''], { exitCode: 1, errorOutput }).answer), 'rate-limited');
		assert.equal(kindOf(replayEvents(crush, ['401 Unauthorized'], { exitCode: 1 }).answer), 'unauthorized');
		assert.equal(kindOf(replayEvents(crush, ['Half'], { exitCode: 1 }).answer), 'agent-crashed');
	});

	it('gives up at a line that is too long to be kept', () => {
		assert.equal(kindOf(replayEvents(crush, ['Begun', null, 'and ended']).answer), 'bad-output');
	});

	it('has only the tools of its permission, and is not started in the tree', () => {
		const launched = (permission: Permission) => crush.launch({ ...launchInput, permission });
		const disabled = (permission: Permission) => launched(permission).files?.['crush/crush.json'] ?? '';
		assert.match(disabled('read-only'), /"bash".*"write"/);
		assert.match(disabled('edit'), /"bash"/);
		assert.doesNotMatch(disabled('edit'), /"write"/);
		assert.equal(disabled('edit-and-run'), '{"options":{"disabled_tools":[]}}');
		assert.equal(launched('edit').cwd, '/work/run');
		assert.match(launched('edit').arguments.join(' '), /--cwd \/work\/tree --data-dir \/work\/run\/crush$/);
	});
});
