import type { Provider } from './provider.ts';

/** What a reference can name. */
export interface Nameable {
	readonly providers: readonly Pick<Provider, 'id' | 'model'>[];
	/** Other names, each for a reference that is no alias itself. */
	readonly aliases: Readonly<Record<string, string>>;
}

/**
 * The provider that a user means: by an alias, by its id, or by its id and model as `id/model`. Anything else is an
 * error and never a silent other one.
 */
export function resolveReference(
	reference: string,
	{ providers, aliases }: Nameable,
): { readonly ok: true; readonly id: string } | { readonly ok: false; readonly message: string } {
	const name = reference.trim();
	const meant = Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
	const own = providers.find(({ id }) => id === meant);
	if (own !== undefined) {
		return { ok: true, id: own.id };
	}
	const holder = providers.find(({ id }) => meant.startsWith(`${id}/`));
	if (holder === undefined) {
		return { ok: false, message: `no provider has the id "${meant}"` };
	}
	const model = meant.slice(holder.id.length + 1);
	return holder.model === model
		? { ok: true, id: holder.id }
		: {
				ok: false,
				message: `provider "${holder.id}" is set up with ${holder.model === null ? 'no model' : `the model "${holder.model}"`}, not "${model}"`,
			};
}
