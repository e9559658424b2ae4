import { isLoopback } from './address.ts';
import type { Cost } from './provider.ts';

/** What the public catalogue says of a model at an API. */
export interface CatalogueEntry {
	/** `null`: not known, or not paid by use there. */
	readonly cost: Cost | null;
	/** The largest context it takes, in tokens, prompt and answer together. `null`: not known. */
	readonly contextTokens: number | null;
	/** The longest answer it gives, in tokens. `null`: not known. */
	readonly outputTokens: number | null;
}

/** What is known of a model at the API of this host; `host` is `null` where it is asked in another way. */
export type LookUp = (host: string | null, model: string) => CatalogueEntry | null;

export const nothingKnown: LookUp = () => null;

/** How much two vendors may differ over one context size: 1,000,000 and 1,048,576 are the same one, rounded. */
const sameSize = 1.05;

/**
 * Reads a catalogue: by the hosts of an API, separated by spaces, its models, separated by semicolons. A model is its
 * name, prices of input and output in US dollars per million tokens (`-`: not known), context and longest answer in
 * tokens, then for each dearer tier the tokens of a prompt above which it holds and its two prices.
 *
 * A vendor's host is told what the vendor lists, and nothing else. Of a model at any other host, a gateway or a
 * company's own server, only the context is told, and only where all vendors that list a model of this name agree. A
 * server on this machine sets prices and contexts as it likes, so nothing is told of it.
 */
export function readCatalogue(catalogue: Readonly<Record<string, string>>): LookUp {
	const vendors = new Map<string | null, ReadonlyMap<string, CatalogueEntry>>();
	const contexts = new Map<string, number[]>();
	for (const [hosts, text] of Object.entries(catalogue)) {
		const models = new Map(text.split(';').map(readModel));
		hosts.split(' ').forEach((host) => vendors.set(host, models));
		for (const [name, { contextTokens }] of models) {
			contexts.set(bareName(name), [...(contexts.get(bareName(name)) ?? []), contextTokens]);
		}
	}
	return (host, model) => {
		if (host !== null && isLoopback(`http://${host}`)) {
			return null;
		}
		const names = spellings(model);
		const own = vendors.get(host);
		return own === undefined
			? contextAlone(names, contexts)
			: (names.map((name) => own.get(name)).find((found) => found !== undefined) ?? null);
	};
}

function readModel(text: string): readonly [string, CatalogueEntry & { readonly contextTokens: number }] {
	const [name = '', ...figures] = text.split(' ');
	const [input = NaN, output = NaN, contextTokens = NaN, outputTokens = NaN, ...tiers] = figures.map(Number);
	const above = tiers.flatMap((tokens, index) =>
		index % 3 === 0 ? [{ tokens, input: tiers[index + 1] ?? NaN, output: tiers[index + 2] ?? NaN }] : [],
	);
	const cost = Number.isNaN(input) ? null : { input, output, ...(above.length === 0 ? {} : { above }) };
	return [name.toLowerCase(), { cost, contextTokens, outputTokens }];
}

/** What a model may be listed as, the likeliest first: as it is called, without its date, without `-latest`. */
function spellings(model: string): readonly string[] {
	const called = model.toLowerCase().replace(/^models\//, '');
	const undated = called.replace(/-(?:20\d{2}-\d{2}-\d{2}|20\d{6})$/, '');
	return [...new Set([called, undated, undated.replace(/-latest$/, '')])];
}

/** Without its maker, folder and variant, and with one kind of hyphen: `google/gemma-4.1:free`, `gemma-4-1`. */
function bareName(name: string): string {
	return name.replace(/.*\//, '').replace(/:.*/, '').replaceAll('.', '-');
}

function contextAlone(
	names: readonly string[],
	contexts: ReadonlyMap<string, readonly number[]>,
): CatalogueEntry | null {
	const sizes = names.map((name) => contexts.get(bareName(name))).find((found) => found !== undefined);
	if (sizes === undefined) {
		return null;
	}
	const least = Math.min(...sizes);
	return Math.max(...sizes) <= least * sameSize ? { cost: null, contextTokens: least, outputTokens: null } : null;
}
