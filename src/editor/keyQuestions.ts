import { decide } from '../core/decide.ts';
import { accountOf } from '../core/provider.ts';
import type { RequestFacts } from '../core/request.ts';
import type { Journal } from '../router/journal.ts';
import type { Keys, MovedKey } from './keys.ts';
import { previewSituation, type Standing } from './preview.ts';

/** What the user says to a key that was given for another address. */
export type KeyAnswer = 'use' | 'another' | null;

export interface KeyQuestionsParts {
	readonly keys: Keys;
	readonly journal: Pick<Journal, 'append'>;
	/** How everything stands now for a request about this folder; the accounts are looked up anew. */
	standing(folder?: string | null): Standing;
	/** Asks the user; `null`: not now. */
	ask(moved: MovedKey): Promise<KeyAnswer>;
	/** Asks the user for another key and keeps it; `false` when there is none. */
	askForAnother(account: string): Promise<boolean>;
}

/** Asks before a key goes to another address than the one it was given for. */
export interface KeyQuestions {
	/**
	 * To be called with each request of the user, before its route: asks about the key of whoever would be asked first, and
	 * binds all other keys to where they are used now. Not Now holds in this window until another address is set. Keys of
	 * those who come later are never asked about in the middle of a route: they are not at hand.
	 */
	settle(like: Partial<RequestFacts>, folder?: string | null): Promise<void>;
	/** The same question for a key that the user wants to see to; `true` when it is settled. */
	about(moved: MovedKey): Promise<boolean>;
}

export function createKeyQuestions(parts: KeyQuestionsParts): KeyQuestions {
	const { keys, journal } = parts;
	const declined = new Set<string>();
	const about = async (moved: MovedKey): Promise<boolean> => {
		const account = accountOf(moved.provider, moved.profile);
		const answer = await parts.ask(moved);
		if (answer === 'use') {
			await keys.allow(moved);
			journal.append({ type: 'keys-changed', account });
			return true;
		}
		return answer === 'another' && parts.askForAnother(account);
	};
	const settleFirst = async (like: Partial<RequestFacts>, folder?: string | null): Promise<void> => {
		const standing = parts.standing(folder);
		const { providers } = standing.settings;
		const accounts = await keys.accounts(providers);
		const open = (await keys.moved(providers)).filter((moved) => !declined.has(nameOf(moved)));
		const wouldBe = open.map(({ provider, profile }) => accountOf(provider, profile));
		const decision = decide(previewSituation({ ...standing, accounts: [...accounts, ...wouldBe] }, like));
		if (decision.type !== 'attempt') {
			return;
		}
		const moved = open.find(
			({ provider, profile }) => provider.id === decision.provider && profile.name === decision.profile,
		);
		if (moved === undefined) {
			const first = providers.filter(({ id }) => id === decision.provider);
			await keys.settle([...first, ...providers.filter((provider) => !first.includes(provider))]);
			return;
		}
		if (!(await about(moved))) {
			declined.add(nameOf(moved));
		}
		await settleFirst(like, folder);
	};
	let last = Promise.resolve();
	return {
		about,
		// One after the other: two routes that begin together must not ask the same twice.
		settle(like, folder) {
			last = last.catch(() => undefined).then(() => settleFirst(like, folder));
			return last;
		},
	};
}

/** The same for the same key on the same way. */
function nameOf({ provider, profile, from }: MovedKey): string {
	return `${accountOf(provider, profile)} ${provider.id} ${from}`;
}
