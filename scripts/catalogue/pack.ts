import * as v from 'valibot';
import type { Vendor } from './vendors.ts';

/** Where the figures come from. */
export interface Origin {
	readonly package: string;
	readonly version: string;
	/** The day on which the source took them from the vendors, as `2026-11-10`. */
	readonly date: string;
}

const price = v.pipe(v.number(), v.finite(), v.minValue(0));
const tokens = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A model that talks, as the source has it; prices in US dollars per million tokens. */
const chatModel = v.object({
	type: v.literal('chat'),
	id: v.pipe(v.string(), v.regex(/^[\w.:/~@+-]+$/)),
	cost: v.object({
		input: price,
		output: price,
		tiers: v.optional(v.array(v.object({ inputTokensAbove: tokens, input: price, output: price })), []),
	}),
	contextWindow: tokens,
	maxTokens: tokens,
});
type ChatModel = v.InferOutput<typeof chatModel>;

/** A file of the source: models by the protocol that they speak and by a key of its own. */
const sourceFile = v.record(
	v.string(),
	v.record(v.string(), v.variant('type', [chatModel, v.object({ type: v.picklist(['classifier', 'image']) })])),
);

/** Models that talk, but are of no use for code; and those that answer hours later. */
const useless =
	/audio|computer-use|deep-research|gpt-3\.5|image|nano-banana|pixtral|robotics|safeguard|voxtral|:batch$/;

/**
 * The text of src/core/catalogueData.ts. `files`: the source's JSON by the name of the vendor's file. Throws where the
 * source's form has changed, or nothing is left of a vendor.
 */
export function catalogueFile(
	vendors: readonly Vendor[],
	files: Readonly<Record<string, unknown>>,
	origin: Origin,
): string {
	const entries = vendors.map((vendor) => {
		const file = v.safeParse(sourceFile, files[vendor.file]);
		if (!file.success) {
			throw new Error(`${vendor.file} has another form:\n${v.summarize(file.issues)}`);
		}
		const text = packed(vendor, file.output);
		if (text === '') {
			throw new Error(`${vendor.file} has no model of use`);
		}
		return `\t'${vendor.hosts.join(' ')}':\n\t\t'${text}',\n`;
	});
	return [
		'// Written by scripts/catalogue.ts; docs/decisions/2026-11-21-prices-from-a-catalogue.md tells how.\n',
		'/** Where the figures come from, and on which day they were taken there. */\n',
		`export const catalogueOrigin = { package: '${origin.package}', version: '${origin.version}', date: '${origin.date}' };\n\n`,
		'/** By the hosts of an API: its models, in the form that `readCatalogue` reads. */\n',
		`export const catalogue = {\n${entries.join('')}};\n`,
	].join('');
}

/** The models of a vendor, by name, a semicolon between two. */
function packed(vendor: Vendor, file: v.InferOutput<typeof sourceFile>): string {
	return Object.values(file)
		.flatMap((models) => Object.values(models))
		.filter((model) => model.type === 'chat')
		.filter(({ id }) => !useless.test(id) && (vendor.only?.test(id) ?? true))
		.sort((left, right) => (left.id < right.id ? -1 : 1))
		.map((model) => line(model, vendor.priced))
		.join(';');
}

/** Name, price of input and of output, context, longest answer; then for each dearer tier its start and its prices. */
function line({ id, cost, contextWindow, maxTokens }: ChatModel, priced: boolean): string {
	// A price of zero means free only where the name says so; elsewhere the source does not know it.
	const known = priced && (cost.input > 0 || cost.output > 0 || id.endsWith(':free'));
	const prices = known ? [amount(cost.input), amount(cost.output)] : ['-', '-'];
	const tiers = known
		? cost.tiers
				.filter(({ inputTokensAbove }) => inputTokensAbove < contextWindow)
				.sort((left, right) => left.inputTokensAbove - right.inputTokensAbove)
				.flatMap((tier) => [tier.inputTokensAbove, amount(tier.input), amount(tier.output)])
		: [];
	return [id, ...prices, contextWindow, maxTokens, ...tiers].join(' ');
}

/** Six digits are enough for any price, and hide what adding and converting left behind. */
function amount(price: number): string {
	return String(Number(price.toPrecision(6)));
}
