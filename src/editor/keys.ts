import type * as vscode from 'vscode';
import { accountOf, type Profile, type Provider } from '../core/provider.ts';

const prefix = 'switchyard.key ';

/**
 * The only place that holds keys: the editor's secret storage, or an environment variable that the user named. A key is
 * kept under the endpoint and the profile's name, so that it can't reach another address than the one it was given for.
 */
export interface Keys {
	/** Read at the moment of use; `null` when there is none. */
	read(provider: Provider, profile: Profile): Promise<string | null>;
	/** The accounts for which a key is at hand. */
	accounts(providers: readonly Provider[]): Promise<readonly string[]>;
	store(account: string, key: string): Promise<void>;
	remove(account: string): Promise<void>;
}

export function createKeys(
	secrets: Pick<vscode.SecretStorage, 'keys' | 'get' | 'store' | 'delete'>,
	environment: NodeJS.ProcessEnv,
): Keys {
	return {
		async read(provider, profile) {
			switch (profile.key.from) {
				case 'none':
					return null;
				case 'environment':
					return valueOf(environment, profile.key.variable);
				case 'secrets':
					return (await secrets.get(prefix + accountOf(provider, profile))) ?? null;
			}
		},
		async accounts(providers) {
			const stored = (await secrets.keys())
				.filter((key) => key.startsWith(prefix))
				.map((key) => key.slice(prefix.length));
			const named = providers.flatMap((provider) =>
				provider.profiles.flatMap((profile) =>
					profile.key.from === 'environment' && valueOf(environment, profile.key.variable) !== null
						? [accountOf(provider, profile)]
						: [],
				),
			);
			return [...stored, ...named];
		},
		async store(account, key) {
			await secrets.store(prefix + account, key);
		},
		async remove(account) {
			await secrets.delete(prefix + account);
		},
	};
}

/** A variable that is set to nothing counts as not set. */
function valueOf(environment: NodeJS.ProcessEnv, variable: string): string | null {
	const value = environment[variable];
	return value === undefined || value === '' ? null : value;
}
