import type { RequestFacts } from '../core/request.ts';

/** What the user has chosen for all requests of this window; ids of providers. A provider has one of these at most. */
export interface Chosen {
	/** Is asked first; the others take over when it fails. */
	readonly pinned: string | null;
	/** Is the only one that is asked; when it fails, nobody takes over. */
	readonly locked: string | null;
	/** Are not asked. */
	readonly excluded: readonly string[];
}

/** Whoever is best answers. */
export const nothingChosen: Chosen = { pinned: null, locked: null, excluded: [] };

/** One thing that the user chooses. */
export type Choosing = { readonly provider: string; readonly as: 'pinned' | 'locked' | 'excluded' | 'free' } | 'auto';

/** What is chosen after one more word of the user's. `auto` unpins and unlocks; who is excluded stays so. */
export function choose(chosen: Chosen, choosing: Choosing): Chosen {
	if (choosing === 'auto') {
		return { ...nothingChosen, excluded: chosen.excluded };
	}
	const { provider, as } = choosing;
	const others: Chosen = {
		pinned: chosen.pinned === provider ? null : chosen.pinned,
		locked: chosen.locked === provider ? null : chosen.locked,
		excluded: chosen.excluded.filter((id) => id !== provider),
	};
	switch (as) {
		case 'pinned':
			return { ...others, pinned: provider, locked: null };
		case 'locked':
			return { ...others, pinned: null, locked: provider };
		case 'excluded':
			return { ...others, excluded: [...others.excluded, provider] };
		case 'free':
			return others;
	}
}

/** How one provider stands in what is chosen. */
export function choiceOf(
	provider: string,
	{ pinned, locked, excluded }: Chosen,
): 'pinned' | 'locked' | 'excluded' | null {
	if (pinned === provider) {
		return 'pinned';
	}
	if (locked === provider) {
		return 'locked';
	}
	return excluded.includes(provider) ? 'excluded' : null;
}

/** What is chosen, as an ordinary request carries it. */
export function wishesOf({
	pinned,
	locked,
	excluded,
}: Chosen): Pick<RequestFacts, 'pinned' | 'preferred' | 'excluded'> {
	return { pinned: locked, preferred: pinned === null ? [] : [pinned], excluded };
}

/** What a window remembers of itself, out of anything. */
export function readChosen(value: unknown): Chosen {
	const { pinned, locked, excluded } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
		Record<keyof Chosen, unknown>
	>;
	const only = typeof locked === 'string' ? locked : null;
	const first = typeof pinned === 'string' && only === null ? pinned : null;
	const ids: readonly unknown[] = Array.isArray(excluded) ? excluded : [];
	return {
		pinned: first,
		locked: only,
		excluded: ids.filter((id): id is string => typeof id === 'string' && id !== first && id !== only),
	};
}
