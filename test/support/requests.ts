import type { CodeRequest, Payload, RequestFacts } from '../../src/core/request.ts';

/** The time at which tests begin, in milliseconds since the epoch. */
export const start = Date.UTC(2026, 0, 1);

/** A request that every provider may answer. */
export function facts(different: Partial<RequestFacts> = {}): RequestFacts {
	return {
		id: 'route-1',
		command: 'generate',
		task: 'code',
		needs: [{ capability: 'code-generation', score: 1 }],
		recognised: { from: ['command'], sure: true, candidates: [] },
		reach: 'standard',
		billing: 'metered',
		promptCharacters: 20,
		contextTokens: 100,
		answerTokens: 40,
		limits: { cost: null, firstOutputMs: null },
		isolation: 'available',
		deadline: start + 600_000,
		pinned: null,
		preferred: [],
		kind: 'any',
		keywords: [],
		excluded: [],
		continues: null,
		setOut: null,
		seed: 1,
		...different,
	};
}

export function request(different: Partial<RequestFacts> = {}, payload: Partial<Payload> = {}): CodeRequest {
	return {
		facts: facts(different),
		payload: { instruction: 'add a greeting', focus: null, attachments: [], paths: [], ...payload },
	};
}
