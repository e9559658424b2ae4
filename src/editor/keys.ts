import type * as vscode from 'vscode';
import { travelsOpenly } from '../core/address.ts';
import { accountOf, type Profile, type Provider } from '../core/provider.ts';

const prefix = 'switchyard.key ';
const boundPrefix = 'switchyard.bound ';

/** A key that was given for another address than the one that its provider has now. */
export interface MovedKey {
	readonly provider: Provider;
	readonly profile: Profile;
	/** The origin that it was given for, or used with, last. */
	readonly from: string;
}

/**
 * The only place that holds keys: the editor's secret storage, or an environment variable that the user named. A key is
 * kept under the endpoint and the profile's name, so that it can't reach another address than the one it was given for.
 * A variable belongs to the endpoint that it was first used with. Both go elsewhere only by the user's word: `allow`.
 */
export interface Keys {
	/** Read at the moment of use; `null` when there is none for where the provider is now. */
	read(provider: Provider, profile: Profile): Promise<string | null>;
	/** The accounts for which a key is at hand. */
	accounts(providers: readonly Provider[]): Promise<readonly string[]>;
	/** The keys of these providers that are not at hand because their address has changed. */
	moved(providers: readonly Provider[]): Promise<readonly MovedKey[]>;
	/** The user lets this key go to where its provider is now. */
	allow(moved: MovedKey): Promise<void>;
	/** Binds every key that is at hand and not bound yet; of several addresses the first one gets a variable. */
	settle(providers: readonly Provider[]): Promise<void>;
	store(account: string, key: string): Promise<void>;
	remove(account: string): Promise<void>;
}

export function createKeys(
	secrets: Pick<vscode.SecretStorage, 'keys' | 'get' | 'store' | 'delete'>,
	environment: NodeJS.ProcessEnv,
): Keys {
	/** The origins that the user has given this key for, the latest last; `null`: it was not used yet. */
	const boundTo = async (subject: string): Promise<readonly string[] | null> =>
		originsIn(await secrets.get(boundPrefix + subject));
	const bind = (subject: string, origins: readonly string[]) =>
		secrets.store(boundPrefix + subject, JSON.stringify(origins));
	const stored = async (account: string) => (await secrets.get(prefix + account)) ?? null;
	const isFree = async (variable: string, endpoint: string) =>
		(await boundTo(`env:${variable}`))?.includes(endpoint) ?? true;
	const movedFrom = async (provider: Provider, profile: Profile): Promise<string | null> => {
		const { key } = profile;
		if (key.from === 'none') {
			return null;
		}
		const bound = await boundTo(subjectOf(provider, profile));
		const from = bound?.at(-1) ?? null;
		if (from === null || bound?.includes(provider.endpoint) === true) {
			return null;
		}
		if (key.from === 'environment') {
			return valueOf(environment, key.variable) === null ? null : from;
		}
		const isHere = (await stored(accountOf(provider, profile))) !== null;
		return isHere || (await stored(accountAt(from, profile))) === null ? null : from;
	};
	const settle = async (providers: readonly Provider[]): Promise<void> => {
		for (const { provider, profile } of profilesOf(providers)) {
			const { key } = profile;
			const subject = subjectOf(provider, profile);
			const bound = await boundTo(subject);
			const isNew =
				key.from === 'environment'
					? bound === null && valueOf(environment, key.variable) !== null
					: key.from === 'secrets' &&
						bound?.includes(provider.endpoint) !== true &&
						(await stored(accountOf(provider, profile))) !== null;
			if (isNew) {
				await bind(subject, [...(bound ?? []), provider.endpoint]);
			}
		}
	};
	return {
		async read(provider, profile) {
			if (profile.key.from === 'none' || travelsOpenly(provider.baseUrl ?? '')) {
				return null;
			}
			if (profile.key.from === 'secrets') {
				return stored(accountOf(provider, profile));
			}
			const { variable } = profile.key;
			if (!(await isFree(variable, provider.endpoint))) {
				return null;
			}
			await settle([provider]);
			return valueOf(environment, variable);
		},
		async accounts(providers) {
			const kept = (await secrets.keys()).filter(namesKey).map((key) => key.slice(prefix.length));
			const named: string[] = [];
			for (const { provider, profile } of profilesOf(providers)) {
				const variable = profile.key.from === 'environment' ? profile.key.variable : null;
				const isSet = variable !== null && valueOf(environment, variable) !== null;
				if (isSet && (await isFree(variable, provider.endpoint))) {
					named.push(accountOf(provider, profile));
				}
			}
			return [...kept, ...named];
		},
		async moved(providers) {
			const moved: MovedKey[] = [];
			for (const { provider, profile } of profilesOf(providers)) {
				const from = await movedFrom(provider, profile);
				if (from !== null) {
					moved.push({ provider, profile, from });
				}
			}
			return moved;
		},
		async allow({ provider, profile, from }) {
			const subject = subjectOf(provider, profile);
			if (profile.key.from === 'secrets') {
				const key = await stored(accountAt(from, profile));
				if (key === null) {
					return;
				}
				await secrets.store(prefix + accountOf(provider, profile), key);
			}
			await bind(subject, [...((await boundTo(subject)) ?? []), provider.endpoint]);
		},
		settle,
		async store(account, key) {
			await secrets.store(prefix + account, key);
		},
		async remove(account) {
			await secrets.delete(prefix + account);
		},
	};
}

/** Whether this name of the secret storage is that of a key. */
export function namesKey(name: string): boolean {
	return name.startsWith(prefix);
}

/** What a binding is kept under: a variable is one key for all who name it, a stored one belongs to its provider. */
function subjectOf({ id }: Provider, { name, key }: Profile): string {
	return key.from === 'environment' ? `env:${key.variable}` : `${id}#${name}`;
}

function accountAt(endpoint: string, { name }: Profile): string {
	return `${endpoint}#${name}`;
}

function profilesOf(providers: readonly Provider[]): readonly { provider: Provider; profile: Profile }[] {
	return providers
		.filter(({ enabled }) => enabled)
		.flatMap((provider) => provider.profiles.map((profile) => ({ provider, profile })));
}

/** What can't be read binds to nothing: the key goes nowhere without a question. */
function originsIn(text: string | undefined): readonly string[] | null {
	if (text === undefined) {
		return null;
	}
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value.filter((origin) => typeof origin === 'string') : [];
	} catch {
		return [];
	}
}

/** A variable that is set to nothing counts as not set. */
function valueOf(environment: NodeJS.ProcessEnv, variable: string): string | null {
	const value = environment[variable];
	return value === undefined || value === '' ? null : value;
}
