/** An API whose models are in the catalogue. */
export interface Vendor {
	/** The name of its file in the source, without `.json`. */
	readonly file: string;
	/** Where it answers: the hosts of the addresses that users set. */
	readonly hosts: readonly string[];
	/**
	 * Whether the source's price is what a request there costs. A plan that is paid by the month is not: its prices are
	 * zero, or those of the same model elsewhere.
	 */
	readonly priced: boolean;
	/** Which models are taken; all of them where it is left out. */
	readonly only?: RegExp;
}

/** OpenRouter passes on hundreds of models; those of the makers that have a file of their own here, and a few more. */
const makers =
	/^~?(?:anthropic|cohere|deepseek|google|meta|meta-llama|minimax|mistralai|moonshotai|openai|qwen|x-ai|z-ai)\//;

export const vendors: readonly Vendor[] = [
	{ file: 'anthropic', hosts: ['api.anthropic.com'], priced: true },
	{ file: 'openai', hosts: ['api.openai.com'], priced: true },
	{ file: 'google', hosts: ['generativelanguage.googleapis.com'], priced: true },
	{ file: 'deepseek', hosts: ['api.deepseek.com'], priced: true },
	{ file: 'mistral', hosts: ['api.mistral.ai'], priced: true },
	{ file: 'groq', hosts: ['api.groq.com'], priced: true },
	{ file: 'cerebras', hosts: ['api.cerebras.ai'], priced: true },
	{ file: 'xai', hosts: ['api.x.ai'], priced: true },
	{ file: 'meta', hosts: ['api.meta.ai'], priced: true },
	{ file: 'moonshotai', hosts: ['api.moonshot.ai'], priced: true },
	{ file: 'moonshotai-cn', hosts: ['api.moonshot.cn'], priced: true },
	{ file: 'zai', hosts: ['api.z.ai'], priced: true },
	{ file: 'minimax', hosts: ['api.minimax.io'], priced: true },
	{ file: 'minimax-cn', hosts: ['api.minimaxi.com'], priced: true },
	{
		file: 'qwen-token-plan',
		hosts: ['token-plan.ap-southeast-1.maas.aliyuncs.com', 'token-plan.cn-beijing.maas.aliyuncs.com'],
		priced: false,
	},
	{ file: 'together', hosts: ['api.together.ai', 'api.together.xyz'], priced: true },
	{ file: 'fireworks', hosts: ['api.fireworks.ai'], priced: true },
	{ file: 'openrouter', hosts: ['openrouter.ai'], priced: true, only: makers },
	{
		file: 'github-copilot',
		hosts: ['api.githubcopilot.com', 'api.individual.githubcopilot.com'],
		priced: false,
	},
];
