import { decide } from '../core/decide.ts';
import type { Decision } from '../core/decision.ts';
import type { RequestFacts } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { Situation } from '../core/situation.ts';

export interface Standing extends Pick<Situation, 'health' | 'kinds' | 'accounts' | 'now'> {
	readonly settings: Situation['settings'] & Pick<Settings, 'reach' | 'limits'>;
}

/** How everything stands now: what the decision for an ordinary request would rest on, or for a request like this one. */
export function previewSituation(standing: Standing, like: Partial<RequestFacts> = {}): Situation {
	return {
		...standing,
		tried: [],
		consents: [],
		cancelled: false,
		request: {
			id: 'preview',
			command: 'generate',
			task: 'code',
			needs: [{ capability: 'code-generation', score: 1 }],
			recognised: { from: [], sure: true, candidates: [] },
			reach: standing.settings.reach,
			billing: 'metered',
			promptCharacters: 0,
			contextTokens: 0,
			answerTokens: 0,
			limits: standing.settings.limits,
			isolation: 'available',
			deadline: standing.now + 1,
			pinned: null,
			preferred: [],
			kind: 'any',
			keywords: [],
			excluded: [],
			continues: null,
			setOut: null,
			seed: 0,
			...like,
		},
	};
}

/** Who would be asked now, by a decision for an ordinary request that is never sent. */
export function previewDecision(standing: Standing, like: Partial<RequestFacts> = {}): Decision {
	return decide(previewSituation(standing, like));
}
