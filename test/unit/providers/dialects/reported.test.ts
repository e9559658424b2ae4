import assert from 'node:assert/strict';
import { knownReport, reportedFailure } from '../../../../src/providers/dialects/reported.ts';

describe('an error that an agent passes on', () => {
	const rows: readonly [words: string, kind: string][] = [
		['429 You exceeded your current quota, please check your plan and billing details.', 'quota-exhausted'],
		['You have exceeded your monthly premium request limit', 'quota-exhausted'],
		['Usage limit reached for this account', 'quota-exhausted'],
		['Insufficient credits to run this model', 'billing'],
		['429 slow down', 'rate-limited'],
		['Too many requests, please wait', 'rate-limited'],
		['Error: No authentication information found.', 'unauthorized'],
		['API key is missing. Set it and try again.', 'unauthorized'],
		['Context limit exceeded', 'context-exceeded'],
		['Unknown model: gpt-none', 'model-missing'],
		['503 upstream went away', 'overloaded'],
		['<html><title>502 Bad Gateway</title></html>', 'overloaded'],
		['Premature close', 'unreachable'],
		['connect ECONNREFUSED 127.0.0.1:4290', 'unreachable'],
		['"502 Bad Gateway"', 'overloaded'],
		['{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}', 'unauthorized'],
		['something odd, url: http://127.0.0.1:4290/v1, request id: req_401', 'unknown'],
		['"not closed', 'unknown'],
		['', 'unknown'],
	];
	for (const [words, kind] of rows) {
		it(`takes “${words.slice(0, 50)}” for ${kind} (R14, R17, A1)`, () => {
			assert.equal(reportedFailure({ words }, 0).kind, kind);
		});
	}

	it('goes by a status that is told in a field of its own, whatever the words (R14)', () => {
		assert.equal(reportedFailure({ status: 401, words: 'no' }, 0).kind, 'unauthorized');
		assert.equal(reportedFailure({ status: 404, words: 'no' }, 0).kind, 'model-missing');
		assert.equal(reportedFailure({ status: 500, words: 'no' }, 0).kind, 'overloaded');
		assert.deepEqual(reportedFailure({ status: 408, words: 'no' }, 0), {
			kind: 'timeout',
			phase: 'total',
			message: 'The server gave up waiting.',
			evidence: { status: 408 },
			said: 'no',
		});
	});

	it('does not stop a route for what an agent got wrong in its own request', () => {
		assert.equal(reportedFailure({ status: 400, words: 'temperature must be positive' }, 0).kind, 'unknown');
	});

	it('reads the wait that the sentence names (U6)', () => {
		const failure = reportedFailure({ words: 'Rate limit reached. Please try again in 7s.' }, 0);
		assert.deepEqual('retryAfterMs' in failure && failure.retryAfterMs, 7000);
	});

	it('keeps the words of the server out of what is logged', () => {
		const { message, evidence, said } = reportedFailure({ words: '401 Incorrect API key provided: sk-secret' }, 0);
		assert.doesNotMatch(message + JSON.stringify(evidence), /sk-secret/);
		assert.match(said ?? '', /sk-secret/);
	});

	it('is none where an error output holds nothing that is known', () => {
		assert.equal(knownReport('Warning: the moon is full', 0), null);
		assert.equal(knownReport('Error: not logged in', 0)?.kind, 'unauthorized');
	});
});
