import type { ImportName, Told } from './importTold.ts';

/*
 * What other extensions write, read with suspicion: anything may stand in a file. Where each format is from stands in
 * test/fixtures/import/README.md. A reader gives nothing for what it does not know, and never throws.
 */

type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = {};

function fieldsOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : nothing;
}

/** The first of these fields that holds a text. */
function textIn(fields: Fields, ...names: readonly string[]): string | null {
	for (const name of names) {
		const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (typeof value === 'string' && value.trim() !== '') {
			return value.trim();
		}
	}
	return null;
}

/** Continue's `config.yaml` or `config.json`: models that talk, not those that only complete or embed. */
export function continueTold(config: unknown): readonly Told[] {
	const { models } = fieldsOf(config);
	return (Array.isArray(models) ? models : []).flatMap((each): Told[] => {
		const model = fieldsOf(each);
		const { roles } = model;
		const talks = !Array.isArray(roles) || roles.some((role) => ['chat', 'edit', 'apply'].includes(String(role)));
		const provider = textIn(model, 'provider');
		return provider === null || !talks
			? []
			: [
					{
						...{ from: 'Continue', name: textIn(model, 'name', 'title') ?? '', provider },
						...{ model: textIn(model, 'model'), baseUrl: textIn(model, 'apiBase') },
						...keyOf(textIn(model, 'apiKey')),
					},
				];
	});
}

/** A key as it stands there, or the place it is taken from: `{env:NAME}` names a variable, `${{ secrets.NAME }}` nothing. */
function keyOf(text: string | null): Pick<Told, 'key' | 'variable'> {
	const variable = /^\{env:([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text ?? '')?.[1] ?? null;
	return { key: variable === null && text !== null && !/^\$\{|^\{/.test(text) ? text : null, variable };
}

/** Settings that Roo Code, or Kilo Code before its version 6, exported. */
export function rooTold(from: ImportName, exported: unknown): readonly Told[] {
	const { apiConfigs } = fieldsOf(fieldsOf(exported)['providerProfiles']);
	return Object.entries(fieldsOf(apiConfigs)).flatMap(([name, value]) => {
		const config = fieldsOf(value);
		const provider = textIn(config, 'apiProvider');
		return provider === null ? [] : [profileTold(from, name, provider, config, config)];
	});
}

/** What of a profile is named after the provider: model, address and key. `apiModelId` is for those without a field. */
const named: Readonly<Record<string, { readonly base: string; readonly model?: string; readonly key?: string }>> = {
	anthropic: { base: 'anthropic', key: 'apiKey' },
	openrouter: { base: 'openRouter', model: 'openRouterModelId' },
	openai: { base: 'openAi', model: 'openAiModelId' },
	'openai-native': { base: 'openAiNative' },
	ollama: { base: 'ollama', model: 'ollamaModelId' },
	lmstudio: { base: 'lmStudio', model: 'lmStudioModelId' },
	gemini: { base: 'gemini' },
	deepseek: { base: 'deepSeek' },
	mistral: { base: 'mistral' },
	moonshot: { base: 'moonshot' },
	xai: { base: 'xai' },
	groq: { base: 'groq', model: 'groqModelId' },
	cerebras: { base: 'cerebras' },
	fireworks: { base: 'fireworks', model: 'fireworksModelId' },
	together: { base: 'together', model: 'togetherModelId' },
	litellm: { base: 'litellm', model: 'litellmModelId' },
	'lite-llm': { base: 'liteLlm', model: 'liteLlmModelId' },
	zai: { base: 'zai' },
	qwen: { base: 'qwen' },
};

/** One profile; `secrets`: where its key stands. */
function profileTold(from: ImportName, name: string, provider: string, config: Fields, secrets: Fields): Told {
	// Two spellings of one gateway.
	const called = provider === 'litellm' && from === 'Cline' ? 'lite-llm' : provider;
	const { base, model, key } = (Object.hasOwn(named, called) ? named[called] : undefined) ?? { base: provider };
	const addresses = provider === 'gemini' ? ['googleGeminiBaseUrl', 'geminiBaseUrl'] : [`${base}BaseUrl`];
	const { vendor, family } = fieldsOf(config['vsCodeLmModelSelector']);
	return {
		...{ from, name, provider },
		model: textIn(config, ...(model === undefined ? [] : [model]), 'apiModelId'),
		baseUrl: textIn(config, ...addresses),
		...keyOf(textIn(secrets, key ?? `${base}ApiKey`)),
		...(typeof vendor === 'string' && typeof family === 'string' ? { vendor, family } : {}),
	};
}

/** The files of Cline in its folder of data, as far as they are there. */
export interface ClineFiles {
	readonly globalState: unknown;
	readonly secrets: unknown;
	/** `settings/providers.json` of its newer versions. */
	readonly providers: unknown;
}

/** Cline: what the newer file tells, and what the older ones tell of both of its modes. */
export function clineTold({ globalState, secrets, providers }: ClineFiles): readonly Told[] {
	const newer = Object.entries(fieldsOf(fieldsOf(providers)['providers'])).map(([id, value]): Told => {
		const settings = fieldsOf(fieldsOf(value)['settings']);
		const provider = textIn(settings, 'provider') ?? id;
		return {
			...{ from: 'Cline', name: '', provider },
			...{ model: textIn(settings, 'model'), baseUrl: textIn(settings, 'baseUrl') },
			...keyOf(textIn(settings, 'apiKey')),
		};
	});
	const state = fieldsOf(globalState);
	const older = ['act', 'plan'].flatMap((mode): Told[] => {
		const provider = textIn(state, `${mode}ModeApiProvider`);
		return provider === null ? [] : [profileTold('Cline', '', provider, ofMode(state, mode), fieldsOf(secrets))];
	});
	return [...newer, ...older];
}

/** The fields of one mode under their plain names: `actModeOllamaModelId` as `ollamaModelId`. */
function ofMode(state: Fields, mode: string): Fields {
	const prefix = `${mode}Mode`;
	const own = Object.entries(state).flatMap(([key, value]) =>
		key.startsWith(prefix) && key.length > prefix.length
			? [[key.charAt(prefix.length).toLowerCase() + key.slice(prefix.length + 1), value] as const]
			: [],
	);
	return { ...state, ...Object.fromEntries(own) };
}

/** Kilo Code since its version 6: a provider with its models each, and the keys of its program beside them. */
export function kiloTold(config: unknown, auth: unknown): readonly Told[] {
	const keys = fieldsOf(auth);
	return Object.entries(fieldsOf(fieldsOf(config)['provider'])).flatMap(([id, value]) => {
		const provider = fieldsOf(value);
		const options = fieldsOf(provider['options']);
		const baseUrl = textIn(options, 'baseURL');
		const stored = textIn(fieldsOf(Object.hasOwn(keys, id) ? keys[id] : undefined), 'key', 'apiKey');
		const compatible = baseUrl !== null && textIn(provider, 'npm') !== '@ai-sdk/anthropic';
		const models = Object.keys(fieldsOf(provider['models']));
		return models.map(
			(model): Told => ({
				...{ from: 'Kilo Code', name: `${textIn(provider, 'name') ?? id} ${model}`, model, baseUrl },
				provider: compatible ? 'openai-compatible' : id,
				...keyOf(textIn(options, 'apiKey') ?? stored),
			}),
		);
	});
}

/** Whatever file the user picked: exported settings of Roo Code or Kilo Code, or a configuration of Kilo Code or Continue. */
export function exportedTold(name: string, content: unknown): readonly Told[] {
	const fields = fieldsOf(content);
	if ('providerProfiles' in fields) {
		return rooTold(/kilo/i.test(name) ? 'Kilo Code' : 'Roo Code', content);
	}
	return 'provider' in fields ? kiloTold(content, null) : continueTold(content);
}
