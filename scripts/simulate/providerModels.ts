import type { ProviderModel } from './trace.ts';

/**
 * The providers of the traces. Times to the first output and tokens a second: medians of hourly probes of May 2026
 * (jonathanwrede.de, "TTFT varies 13x across LLM providers"); their spread, which it does not give, is that of a 95th
 * percentile at two to three times the median. Prices: the vendors' lists, US dollars per million tokens.
 */
export const sonnet: ProviderModel = {
	entry: {
		id: 'sonnet',
		kind: 'openai',
		baseUrl: 'https://sonnet.example/v1',
		model: 'sonnet',
		profiles: [{ name: 'work' }],
		cost: { input: 3, output: 15 },
	},
	firstOutputMs: 2120,
	sigma: 0.5,
	tokensPerSecond: 44.3,
};

export const gpt: ProviderModel = {
	entry: {
		id: 'gpt',
		kind: 'openai',
		baseUrl: 'https://gpt.example/v1',
		model: 'gpt',
		profiles: [{ name: 'work' }],
		cost: { input: 1.25, output: 10 },
	},
	firstOutputMs: 912,
	sigma: 0.5,
	tokensPerSecond: 44.8,
};

export const flash: ProviderModel = {
	entry: {
		id: 'flash',
		kind: 'openai',
		baseUrl: 'https://flash.example/v1',
		model: 'flash',
		profiles: [{ name: 'work' }],
		cost: { input: 0.3, output: 2.5 },
	},
	firstOutputMs: 412,
	sigma: 0.5,
	tokensPerSecond: 235.6,
};

export const deepseek: ProviderModel = {
	entry: {
		id: 'deepseek',
		kind: 'openai',
		baseUrl: 'https://deepseek.example/v1',
		model: 'deepseek',
		profiles: [{ name: 'work' }],
		cost: { input: 0.28, output: 0.42 },
	},
	firstOutputMs: 1734,
	sigma: 0.6,
	tokensPerSecond: 24.7,
};

/** A model on the user's own machine: no account, no limit, and slow to read a long prompt. */
export const local: ProviderModel = {
	entry: { id: 'local', kind: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', model: 'local' },
	firstOutputMs: 3500,
	sigma: 0.4,
	tokensPerSecond: 20,
};

/** A provider under other terms. */
export function changed(
	model: ProviderModel,
	entry: Readonly<Record<string, unknown>>,
	different: Partial<Omit<ProviderModel, 'entry'>> = {},
): ProviderModel {
	return { ...model, ...different, entry: { ...model.entry, ...entry } };
}
