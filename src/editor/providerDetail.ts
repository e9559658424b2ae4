import * as l10n from '@vscode/l10n';
import type { Health } from '../core/health.ts';
import { latencyOf } from '../core/latency.ts';
import type { Provider } from '../core/provider.ts';
import { dollars, duration } from './figures.ts';

/**
 * What a provider is, in one line, of which a narrow list may cut the end: `small · standard · first output 0.8 s ·
 * metered, $0.30 in and $1.10 out per million tokens`. An agent or a model that was asked too seldom has no measured
 * time, which comes last then.
 */
export function providerDetail(provider: Provider, health: Pick<Health, 'stats'>): string {
	const { agent, billing, cost, model, reach } = provider;
	const price =
		cost === null || billing === 'free'
			? billing
			: l10n.t('{0}, {1} in and {2} out per million tokens', billing, dollars(cost.input), dollars(cost.output));
	const latency = latencyOf(provider, health);
	return [
		model ?? agent ?? '',
		reach,
		latency === null ? '' : l10n.t('first output {0}', duration(latency)),
		price,
		latency === null ? l10n.t('first output not measured') : '',
	]
		.filter((part) => part !== '')
		.join(' · ');
}
