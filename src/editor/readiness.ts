import { isAgent, type Provider } from '../core/provider.ts';
import type { Readiness } from '../providers/provider.ts';
import type { Journal } from '../router/journal.ts';

/**
 * Asks the programs of these providers whether they could work now, and tells the journal what has changed. Costs no
 * paid request. APIs are not asked: whether one answers is seen when it is needed.
 */
export async function refreshReadiness(
	providers: readonly Provider[],
	check: (provider: Provider) => Promise<Readiness>,
	journal: Journal,
): Promise<void> {
	const agents = providers.filter((provider) => provider.enabled && isAgent(provider.kind));
	await Promise.all(
		agents.map(async ({ id, ...rest }) => {
			const readiness = await check({ id, ...rest });
			const before = journal.health().notReady[id];
			const notReady = readiness.ready ? null : { reason: readiness.reason, message: readiness.message };
			if (before?.reason !== notReady?.reason) {
				journal.append({ type: 'readiness', provider: id, notReady });
			}
		}),
	);
}

/** Those that could not work when they were last asked. */
export function notReadyOf(providers: readonly Provider[], journal: Journal): readonly Provider[] {
	const { notReady } = journal.health();
	return providers.filter((provider) => Object.hasOwn(notReady, provider.id));
}
