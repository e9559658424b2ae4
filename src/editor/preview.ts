import { type Decision, decide } from '../core/decide.ts';
import type { Situation } from '../core/eligible.ts';

/** How everything stands now, by a decision for an ordinary request that is never sent. */
export function previewDecision(
	situation: Pick<Situation, 'health' | 'kinds' | 'accounts' | 'now'> & {
		readonly settings: Situation['settings'] & Pick<Situation['request'], 'reach'>;
	},
): Decision {
	return decide({
		...situation,
		tried: [],
		consents: [],
		cancelled: false,
		request: {
			id: 'preview',
			command: 'generate',
			task: 'code',
			needs: [{ capability: 'code-generation', score: 1 }],
			reach: situation.settings.reach,
			billing: 'metered',
			promptCharacters: 0,
			contextTokens: 0,
			isolation: 'available',
			deadline: situation.now + 1,
			pinned: null,
			excluded: [],
			continues: null,
			seed: 0,
		},
	});
}
