import type { Situation, Tried } from '../../src/core/situation.ts';
import type { FailureKind } from '../../src/core/failure.ts';
import { healthy } from '../../src/core/health.ts';
import { kinds, type Provider } from '../../src/core/provider.ts';
import { defaults, parseSettings, type Settings } from '../../src/core/settings.ts';
import { facts, start } from './requests.ts';

/** The settings that hold where nothing is set, with these providers. */
export function settingsFor(providers: readonly Provider[], different: Partial<Settings> = {}): Settings {
	const { settings } = parseSettings({ user: {}, workspace: {} }, defaults);
	return { ...settings, providers, ...different };
}

/** The first decision of a route among these providers, all of them at hand and in good health. */
export function situation(providers: readonly Provider[], different: Partial<Situation> = {}): Situation {
	return {
		request: facts(),
		settings: settingsFor(providers),
		health: healthy,
		tried: [],
		consents: [],
		cancelled: false,
		kinds,
		accounts: [],
		now: start,
		...different,
	};
}

const uneventful = { cost: null, limited: false, sideEffect: false, leftFiles: 0 } as const;

/** An attempt of this route that failed. */
export function tried(provider: Provider, failure: FailureKind = 'overloaded'): Tried {
	return {
		provider: provider.id,
		profile: provider.profiles[0].name,
		kind: provider.kind,
		failure,
		at: start,
		...uneventful,
	};
}
