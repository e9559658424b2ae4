import { accountOf, type Profile, type Provider } from '../core/provider.ts';
import { addEntries } from './addToSettings.ts';
import { type AddingParts, entryOf, type ServerDraft, usualProfile } from './addServer.ts';
import type { Keys } from './keys.ts';
import { providerToBe } from './newEntry.ts';

/** Reads, stores and binds the keys of servers that are about to be added. */
export function createAdding(
	keys: Pick<Keys, 'read' | 'accounts' | 'store'>,
	keyStored: (account: string) => void,
): Pick<AddingParts, 'hasKey' | 'secretOf' | 'addServer'> {
	const accountFor = (draft: Pick<ServerDraft, 'baseUrl'>, name: string) => {
		const profile = storedUnder(name);
		return accountOf(providerOf(draft, profile), profile);
	};
	const read = (draft: ServerDraft, profile: Profile) => keys.read(providerOf(draft, profile), profile);
	/** A name whose account has no key yet, or this one: a stored key is never replaced by one for a new provider. */
	const profileFor = async (draft: ServerDraft, secret: string): Promise<string> => {
		for (let number = 1; ; number++) {
			const name = number === 1 ? usualProfile : `${usualProfile}-${number}`;
			const stored = await read(draft, storedUnder(name));
			if (stored === null || stored === secret) {
				return name;
			}
		}
	};
	return {
		hasKey: async (baseUrl) => (await keys.accounts([])).includes(accountFor({ baseUrl }, usualProfile)),
		async secretOf(draft) {
			switch (draft.key?.from) {
				case 'typed':
					return draft.key.secret;
				case 'environment':
					return read(draft, { name: 'environment', key: { from: 'environment', variable: draft.key.variable } });
				case 'stored':
					return read(draft, storedUnder(usualProfile));
				default:
					return null;
			}
		},
		async addServer(draft) {
			const { key } = draft;
			const name = key?.from === 'typed' ? await profileFor(draft, key.secret) : usualProfile;
			const written = await addEntries([entryOf(draft, name)]);
			// The key last: without the entry nobody would ever take it away again.
			if (written !== null && key?.from === 'typed') {
				await keys.store(accountFor(draft, name), key.secret);
				keyStored(accountFor(draft, name));
			}
			return written?.[0] ?? null;
		},
	};
}

/** The provider that a server will be, as far as its key goes by it. */
function providerOf({ baseUrl }: Pick<ServerDraft, 'baseUrl'>, profile: Profile): Provider {
	const of = { id: 'new', kind: 'openai', baseUrl, agent: null } as const;
	return providerToBe({ ...of, profiles: [profile], billing: 'metered' });
}

function storedUnder(name: string): Profile {
	return { name, key: { from: 'secrets' } };
}
