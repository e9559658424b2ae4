import * as l10n from '@vscode/l10n';
import { dollars, grouped } from './figures.ts';
import type { AttemptStory, RouteStory } from './stories.ts';
import { seconds } from './views.ts';
import { enumerated } from './words.ts';

/** What the attempts of a route used in all, as far as it is known. */
export function sumsOf({ attempts, startedAt, endedAt }: RouteStory, now: number): readonly string[] {
	const known = attempts.flatMap(({ usage }) => usage ?? []);
	const sum = (which: 'inputTokens' | 'outputTokens') => {
		const counts = known.flatMap((usage) => usage[which] ?? []);
		return counts.length === 0 ? null : counts.reduce((all, each) => all + each, 0);
	};
	const cost = attempts.reduce(
		(all, each) => all + (each.endedAt === null ? (each.usage?.cost ?? 0) : (each.cost ?? 0)),
		0,
	);
	const tokens = tokenWords({
		usage: { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens'), cost: null },
	});
	return [
		l10n.t('Took {0}', seconds((endedAt ?? now) - startedAt)),
		tokens === '' ? '' : l10n.t('Tokens: {0}', tokens),
		cost === 0 ? '' : l10n.t('Cost: {0}', dollars(cost)),
	];
}

export function tokenWords({ usage }: Pick<AttemptStory, 'usage'>): string {
	const { inputTokens = null, outputTokens = null } = usage ?? {};
	const parts = [
		inputTokens === null ? '' : l10n.t('{0} in', grouped(inputTokens)),
		outputTokens === null ? '' : l10n.t('{0} out', grouped(outputTokens)),
	];
	return enumerated(parts.filter((part) => part !== ''));
}

/** What was expected is not told as if it had been spent: before the end only what the agent itself reports. */
export function costWords({ endedAt, cost, usage }: AttemptStory): string {
	const known = endedAt === null ? (usage?.cost ?? null) : cost;
	return known === null || known === 0 ? '' : dollars(known);
}
