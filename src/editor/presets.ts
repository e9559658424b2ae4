/** A vendor whose API speaks the OpenAI protocol: where it is, and where people keep its key. */
export interface Vendor {
	/** As people know it; a name, in every language the same. */
	readonly name: string;
	/** What the id of its provider begins with. */
	readonly id: string;
	/** `{resource}`: the user's own part of the address. */
	readonly baseUrl: string;
	/** The environment variable that its own documentation names. */
	readonly variable: string;
	/** `false`: it has no list of models at this address, or one that names no models that can be asked. */
	readonly listsModels: boolean;
	/** A model that it has: shown while one is typed, and asked where nothing but a key was found. */
	readonly example: string;
}

/**
 * The usual vendors, each from its own documentation as it was in autumn 2026: the address for the OpenAI SDK, and the
 * variable in its examples. Whom documentation does not confirm is not here; any other one is “Other server”.
 */
export const vendors: readonly Vendor[] = [
	// platform.openai.com/docs/api-reference
	vendor('OpenAI', 'openai', 'https://api.openai.com/v1', 'OPENAI_API_KEY', 'gpt-5.5'),
	// platform.claude.com/docs/en/cli-sdks-libraries/libraries/openai-sdk: for tests and comparison, says Anthropic
	vendor('Anthropic', 'anthropic', 'https://api.anthropic.com/v1', 'ANTHROPIC_API_KEY', 'claude-sonnet-4-6'),
	// ai.google.dev/gemini-api/docs/openai
	vendor(
		'Google Gemini',
		'gemini',
		'https://generativelanguage.googleapis.com/v1beta/openai',
		'GEMINI_API_KEY',
		'gemini-2.5-pro',
	),
	// api-docs.deepseek.com
	vendor('DeepSeek', 'deepseek', 'https://api.deepseek.com/v1', 'DEEPSEEK_API_KEY', 'deepseek-v4-pro'),
	// docs.mistral.ai/api
	vendor('Mistral', 'mistral', 'https://api.mistral.ai/v1', 'MISTRAL_API_KEY', 'codestral-latest'),
	// console.groq.com/docs/openai
	vendor('Groq', 'groq', 'https://api.groq.com/openai/v1', 'GROQ_API_KEY', 'openai/gpt-oss-120b'),
	// openrouter.ai/docs/quickstart
	vendor('OpenRouter', 'openrouter', 'https://openrouter.ai/api/v1', 'OPENROUTER_API_KEY', 'openrouter/auto'),
	// docs.x.ai/api/integrations
	vendor('xAI', 'xai', 'https://api.x.ai/v1', 'XAI_API_KEY', 'grok-4.5'),
	// docs.together.ai/docs/inference/openai-compatibility
	vendor('Together AI', 'together', 'https://api.together.ai/v1', 'TOGETHER_API_KEY', 'openai/gpt-oss-120b'),
	// docs.fireworks.ai/tools-sdks/openai-compatibility
	vendor(
		'Fireworks AI',
		'fireworks',
		'https://api.fireworks.ai/inference/v1',
		'FIREWORKS_API_KEY',
		'accounts/fireworks/models/kimi-k3',
	),
	// inference-docs.cerebras.ai/resources/openai
	vendor('Cerebras', 'cerebras', 'https://api.cerebras.ai/v1', 'CEREBRAS_API_KEY', 'gpt-oss-120b'),
	// learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle: a model is named by its deployment
	{
		...vendor(
			'Azure OpenAI',
			'azure',
			'https://{resource}.openai.azure.com/openai/v1',
			'AZURE_OPENAI_API_KEY',
			'my-deployment',
		),
		listsModels: false,
	},
	// docs.github.com/en/github-models/quickstart: a token with the scope models; its list is at another address
	{
		...vendor('GitHub Models', 'github', 'https://models.github.ai/inference', 'GITHUB_TOKEN', 'openai/gpt-4.1'),
		listsModels: false,
	},
	// platform.kimi.ai/docs/api/overview
	vendor('Moonshot (Kimi)', 'moonshot', 'https://api.moonshot.ai/v1', 'MOONSHOT_API_KEY', 'kimi-k2.6'),
	// docs.z.ai/guides/develop/openai/python; no list of models is documented
	{ ...vendor('Z.ai (GLM)', 'zai', 'https://api.z.ai/api/paas/v4', 'ZAI_API_KEY', 'glm-5.2'), listsModels: false },
	// alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope, the address for Singapore
	vendor(
		'Qwen (Alibaba Model Studio)',
		'qwen',
		'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
		'DASHSCOPE_API_KEY',
		'qwen3-max',
	),
];

/** The vendor behind the names that other programs have for it; `null`: none of these. */
export function vendorOf(id: string): Vendor | null {
	return vendors.find((each) => each.id === id) ?? null;
}

function vendor(name: string, id: string, baseUrl: string, variable: string, example: string): Vendor {
	return { name, id, baseUrl, variable, listsModels: true, example };
}
