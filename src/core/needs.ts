import type { Evidence, Recognition } from './classify.ts';
import type { Directives } from './directives.ts';
import type { Evidence as Source, Need, RequestFacts } from './request.ts';

/** What a request needs, and how that was found out. */
export type Needed = Pick<RequestFacts, 'needs' | 'recognised'>;

/** What is not surely recognised is not routed by: a wrong specialist is worse than none. */
export function neededFor({ needs, effort, sure }: Recognition, evidence: Evidence): Needed {
	const effortNeed = effort === null ? [] : [{ capability: effort, score: 0.3 }];
	const signals: readonly (readonly [Source, boolean])[] = [
		['language', evidence.language === 'markdown'],
		['selection', evidence.hasSelection === true],
		['diagnostics', (evidence.diagnostics ?? 0) > 0],
		['test-file', evidence.isTestFile === true],
		['diff', evidence.isDiff === true],
	];
	const from = ['text' as const, ...signals.filter(([, given]) => given).map(([source]) => source)];
	return { needs: sure ? [...needs, ...effortNeed] : [], recognised: { from, sure, candidates: needs } };
}

/** A command that says by itself what is needed. */
export function known(needs: readonly Need[]): Needed {
	return { needs, recognised: { from: ['command'], sure: true, candidates: needs } };
}

/** What the user asked for by name counts, whatever else was recognised. */
export function withDirectives({ needs, recognised }: Needed, { capabilities, effort }: Directives): Needed {
	const named = capabilities.map((capability): Need => ({ capability, score: 1 }));
	const effortNeed = effort === null ? [] : [{ capability: effort, score: 0.5 }];
	if (named.length + effortNeed.length === 0) {
		return { needs, recognised };
	}
	const kept = named.length > 0 ? named : needs.filter(({ capability }) => !capability.endsWith('-thinking'));
	const from: readonly Source[] = ['directive', ...(named.length > 0 ? [] : recognised.from)];
	return {
		needs: [...kept, ...effortNeed],
		recognised: { from, sure: named.length > 0 || recognised.sure, candidates: recognised.candidates },
	};
}
