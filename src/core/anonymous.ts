import type { AttemptEnd, LoggedFailure, RouterEvent, StampedEvent } from './events.ts';
import type { Health } from './health.ts';
import { createNames, type Names, type PublicNames } from './anonymousNames.ts';
import type { Profile, Provider } from './provider.ts';
import type { RouteLog } from './replay.ts';
import { type RoutingSettings, settingKeys, workspaceSettingKeys } from './settings.ts';

/**
 * The log without what tells about the user's network and machine: hosts that are not public, the paths of addresses,
 * the names of profiles, environment variables, keywords and models of their own, and the files and commands of agents.
 * The same name always gets the same substitute and no two get one, so that every decision stays what it was. Ids of
 * providers stay: they are the user's own words, and nobody could read the log without them.
 */
export function withoutNames(log: RouteLog, known: PublicNames): RouteLog {
	const names = createNames(known);
	// A text can hold a name that only a later event tells of: at the second time all of them are known.
	renamed(log, names);
	return renamed(log, names);
}

function renamed({ before, events }: RouteLog, names: Names): RouteLog {
	return {
		before: healthIn(before, names),
		events: events.map((event): StampedEvent => ({ ...eventIn(event, names), at: event.at })),
	};
}

function eventIn(event: RouterEvent, names: Names): RouterEvent {
	switch (event.type) {
		case 'request-start':
			return {
				...event,
				settings: settingsIn(event.settings, names),
				accounts: event.accounts.map((account) => names.account(account)),
			};
		case 'attempt-start':
			return { ...event, ...partyIn(event, names) };
		case 'attempt-end':
			return { ...event, ...partyIn(event, names), end: endIn(event, names) };
		case 'readiness': {
			const { notReady } = event;
			return { ...event, notReady: notReady === null ? null : { ...notReady, message: names.text(notReady.message) } };
		}
		case 'keys-changed':
			return { ...event, account: names.account(event.account) };
		case 'cooldowns-learnt':
			return { ...event, cooldowns: byKey(event.cooldowns, names) };
		case 'cooldowns-reset':
			return { ...event, keys: event.keys?.map((key) => names.blameKey(key)) ?? null };
		case 'clean-up-failed':
			return { ...event, message: names.text(event.message) };
		case 'tool': {
			const { type, route, attempt, tool, count } = event;
			return { type, route, attempt, tool, count };
		}
		case 'settings-problem':
			return { ...event, path: settingIn(event.path), message: withoutQuotes(event.message) };
		case 'statistics-learnt':
		case 'statistics-reset':
		case 'request-wait':
		case 'request-skip':
		case 'request-ask':
		case 'request-consent':
		case 'hand-off-failed':
		case 'first-output':
		case 'usage':
		case 'request-end':
		case 'review-end':
			return event;
	}
}

function healthIn(health: Health, names: Names): Health {
	const { cooldowns, probes, notReady } = health;
	return {
		...health,
		cooldowns: byKey(cooldowns, names),
		notReady: Object.fromEntries(
			Object.entries(notReady).map(([id, each]) => [id, { ...each, message: names.text(each.message) }]),
		),
		...(probes === undefined ? {} : { probes: byKey(probes, names) }),
	};
}

function byKey<T>(all: Readonly<Record<string, T>>, names: Names): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(all).map(([key, each]) => [names.blameKey(key), each]));
}

function settingsIn(settings: RoutingSettings, names: Names): RoutingSettings {
	return { ...settings, providers: settings.providers.map((provider) => providerIn(provider, names)) };
}

function partyIn(event: { readonly provider: Provider; readonly profile: Profile }, names: Names) {
	return { provider: providerIn(event.provider, names), profile: profileIn(event.profile, names) };
}

function providerIn(provider: Provider, names: Names): Provider {
	const { endpoint, baseUrl, model, agent, profiles, keywords, selector } = provider;
	const [first, ...rest] = profiles;
	return {
		...provider,
		// Which of VS Code's models is meant says nothing that the model does not say already.
		...(selector === undefined ? {} : { selector: { vendor: null, family: null, id: null, version: null } }),
		endpoint: names.endpoint(endpoint),
		baseUrl: baseUrl === null ? null : names.address(baseUrl),
		model: model === null ? null : names.model(endpoint, model),
		agent: agent === null ? null : names.agent(agent),
		profiles: [profileIn(first, names), ...rest.map((profile) => profileIn(profile, names))],
		keywords: keywords.map((_, place) => `keyword-${place + 1}`),
	};
}

function profileIn({ name, key }: Profile, names: Names): Profile {
	return {
		name: names.profile(name),
		key: key.from === 'environment' ? { from: 'environment', variable: names.variable(key.variable) } : key,
	};
}

function endIn({ end, provider }: Extract<RouterEvent, { type: 'attempt-end' }>, names: Names): AttemptEnd {
	if (end.ok) {
		return { ...end, model: end.model === null ? null : names.model(provider.endpoint, end.model) };
	}
	const { failure } = end;
	const evidence = failure.evidence === undefined ? {} : { evidence: evidenceIn(failure.evidence) };
	return { ...end, failure: { ...failure, message: names.text(failure.message), ...evidence } };
}

/** A code of a server's is one word; what has dots in it could be a host. */
function evidenceIn(evidence: NonNullable<LoggedFailure['evidence']>): NonNullable<LoggedFailure['evidence']> {
	return Object.fromEntries(
		Object.entries(evidence).map(([name, value]) => [
			name,
			typeof value === 'string' ? value.replace(/.*\..*/s, '…') : value,
		]),
	);
}

/** The setting and the place in its list. What is further inside can be a name of the user's, or a key that went astray. */
function settingIn(path: string): string {
	const setting = [...settingKeys, ...workspaceSettingKeys]
		.map((key) => `switchyard.${key}`)
		.find((key) => path.startsWith(key));
	return setting === undefined ? '…' : setting + (/^\[\d+\]/.exec(path.slice(setting.length))?.[0] ?? '');
}

/** What stands in quotes is most often a value; nobody can tell where a value that has quotes itself ends. */
function withoutQuotes(message: string): string {
	return message.replace(/".*"/s, '"…"');
}
