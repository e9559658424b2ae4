import type { Health } from '../core/health.ts';
import { latencyOf } from '../core/latency.ts';
import type { Provider } from '../core/provider.ts';
import { dollars } from './views.ts';
import { duration } from './whyWords.ts';

/** What a provider is, in one line: `small · metered, $0.30 in and $1.10 out per million tokens · standard · first output 0.8 s`. */
export function providerDetail(provider: Provider, health: Pick<Health, 'stats'>): string {
	const { agent, billing, cost, model, reach } = provider;
	const price =
		cost === null || billing === 'free'
			? ''
			: `, ${dollars(cost.input)} in and ${dollars(cost.output)} out per million tokens`;
	const latency = latencyOf(provider, health);
	return [
		model ?? agent ?? '',
		`${billing}${price}`,
		reach,
		latency === null ? '' : `first output ${duration(latency)}`,
	]
		.filter((part) => part !== '')
		.join(' · ');
}
