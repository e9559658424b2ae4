import assert from 'node:assert/strict';
import { noProgress, type Progress } from '../../../../src/providers/dialects/dialect.ts';
import { asks, verdict, withMessage, withMore } from '../../../../src/providers/dialects/verdict.ts';
import { kindOf } from '../inputs.ts';

const ending = { task: 'text', exitCode: 0, signal: null, errorOutput: '', now: 0 } as const;
const unknown = () => null;

describe('what an agent says', () => {
	it('is kept message by message, and what goes on with one is part of it', () => {
		const first = withMore(noProgress, 'Let me').progress;
		const second = withMore(first, ' look.').progress;
		assert.deepEqual(withMessage(second, 'Done.').progress.messages, ['Let me look.', 'Done.']);
	});

	const said = (many: number, each: string): Progress =>
		Array.from({ length: many }, (_, index) => `${index} ${each}`).reduce<Progress>(
			(progress, text) => withMessage(progress, text).progress,
			noProgress,
		);

	it('is kept in its last half once it is too much, by number and by length', () => {
		const short = said(2500, 'x');
		assert.ok(short.isCut && short.messages.length < 2000);
		assert.equal(short.messages.at(-1), '2499 x');
		const long = said(50, 'x'.repeat(200_000));
		assert.ok(long.isCut && long.messages.join('').length <= 4 * 1024 * 1024);
		assert.match(long.messages.at(-1) ?? '', /^49 x/);
		assert.equal(said(1000, 'x').isCut, false);
	});

	it('is no answer when its beginning is gone, and no matter where files were to be changed', () => {
		const progress = { ...noProgress, messages: ['the end'], isCut: true, finished: true };
		assert.equal(kindOf(verdict(progress, ending, unknown)), 'bad-output');
		assert.equal(kindOf(verdict(progress, { ...ending, task: 'changes' }, unknown)), 'ok');
	});
});

describe('how an agent ended', () => {
	it('is told by its words when it exits with 0 and was never done (U14)', () => {
		const failure = { kind: 'billing', message: 'x' } as const;
		const answer = verdict(noProgress, { ...ending, errorOutput: 'words' }, (words) =>
			words === 'words' ? failure : null,
		);
		assert.equal(kindOf(answer), 'billing');
		const finished = { ...noProgress, finished: true, messages: ['x'] };
		assert.equal(kindOf(verdict(finished, { ...ending, errorOutput: 'words' }, () => failure)), 'ok');
	});

	it('was a question that nobody could answer', () => {
		for (const words of [
			'Trust this folder? [y/N] ',
			'Continue (Y/n)',
			'Password: ',
			'Enter your API key: ',
			'Which one? ›',
			'Press Enter to continue...',
			'Waiting for approval',
			'first line\nWhat shall I do?',
		]) {
			assert.equal(asks(words), true, words);
		}
	});

	it('was no question where one stands in the middle, or none', () => {
		for (const words of ['', 'Trust? [y/N] y\nDone.', 'Done.', 'error code: 5', 'What? Nothing.']) {
			assert.equal(asks(words), false, words);
		}
	});

	it('says so, whichever way the agent ended', () => {
		const messageOf = (exitCode: number) => {
			const answer = verdict(noProgress, { ...ending, exitCode, errorOutput: 'Go on? [y/N] ' }, unknown);
			return answer.ok ? '' : answer.failure.message;
		};
		assert.match(messageOf(0), /^The agent asked for input, which nobody can give, and ended/);
		assert.match(messageOf(1), /^The agent ended with exit code 1 after it had asked for input/);
	});
});
