/** What each real agent needs so that it talks to a scripted LLM: keys that open nothing, and an address on loopback. */
export interface RealAgentSetup {
	/** As a user's shell would have it. */
	readonly environment: Readonly<Record<string, string>>;
	/** Names of further variables that the user lets through in `switchyard.agents`. */
	readonly env: readonly string[];
	/** Configuration of the user, by path relative to the home. */
	readonly files: Readonly<Record<string, string>>;
	readonly model: string | null;
}

export type RealAgentName = keyof typeof realAgentSetups;

interface Place {
	/** The address that the agent's requests go to, without a slash at the end. */
	readonly base: string;
	readonly home: string;
}

/** The key that every agent here has. A test that finds it anywhere but at the server has found a leak. */
export const canaryKey = 'sk-canary-0815';

const model = 'scripted-model';

export const realAgentSetups = {
	claude: ({ base }: Place): RealAgentSetup => ({
		environment: { ANTHROPIC_API_KEY: canaryKey, ANTHROPIC_BASE_URL: base },
		env: ['ANTHROPIC_BASE_URL'],
		files: {},
		model: 'sonnet',
	}),
	codex: ({ base }: Place): RealAgentSetup => ({
		environment: { OPENAI_API_KEY: canaryKey },
		env: [],
		files: {
			'.codex/config.toml': [
				'model = "gpt-5.5"',
				'model_provider = "scripted"',
				'[model_providers.scripted]',
				'name = "scripted"',
				`base_url = "${base}/v1"`,
				'env_key = "OPENAI_API_KEY"',
				'wire_api = "responses"',
				'',
			].join('\n'),
		},
		model: null,
	}),
	gemini: ({ base }: Place): RealAgentSetup => ({
		environment: { GEMINI_API_KEY: canaryKey, GOOGLE_GEMINI_BASE_URL: base },
		env: ['GOOGLE_GEMINI_BASE_URL'],
		files: { '.gemini/settings.json': json({ security: { auth: { selectedType: 'gemini-api-key' } } }) },
		model: 'gemini-2.5-pro',
	}),
	opencode: ({ base }: Place): RealAgentSetup => ({
		environment: { SCRIPTED_API_KEY: canaryKey },
		env: ['SCRIPTED_API_KEY'],
		files: {
			'.config/opencode/opencode.json': json({
				provider: {
					scripted: {
						npm: '@ai-sdk/openai-compatible',
						name: 'Scripted',
						options: { baseURL: `${base}/v1`, apiKey: '{env:SCRIPTED_API_KEY}' },
						models: {
							[model]: {
								name: 'Scripted',
								tool_call: true,
								limit: { context: 200_000, output: 8000 },
								cost: { input: 1, output: 2 },
							},
						},
					},
				},
			}),
		},
		model: `scripted/${model}`,
	}),
	qwen: ({ base }: Place): RealAgentSetup => ({
		environment: { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: `${base}/v1` },
		env: ['OPENAI_BASE_URL'],
		files: { '.qwen/settings.json': json({ security: { auth: { selectedType: 'openai' } } }) },
		model,
	}),
	copilot: ({ base }: Place): RealAgentSetup => ({
		environment: {
			COPILOT_PROVIDER_BASE_URL: `${base}/v1`,
			COPILOT_PROVIDER_API_KEY: canaryKey,
			COPILOT_MODEL: model,
			COPILOT_OFFLINE: 'true',
		},
		env: ['COPILOT_PROVIDER_BASE_URL', 'COPILOT_PROVIDER_API_KEY', 'COPILOT_MODEL', 'COPILOT_OFFLINE'],
		files: {},
		model: null,
	}),
	cline: ({ base }: Place): RealAgentSetup => ({
		environment: {},
		env: [],
		files: {
			'.cline/data/settings/providers.json': json({
				version: 1,
				lastUsedProvider: 'openai-compatible',
				modes: {},
				providers: {
					'openai-compatible': {
						settings: { provider: 'openai-compatible', apiKey: canaryKey, model, baseUrl: `${base}/v1` },
						updatedAt: '2026-11-21T00:00:00.000Z',
						tokenSource: 'manual',
					},
				},
			}),
		},
		model: null,
	}),
	cn: ({ base }: Place): RealAgentSetup => ({
		environment: {},
		env: [],
		files: {
			'.continue/config.yaml': [
				'name: scripted',
				'version: 1.0.0',
				'schema: v1',
				'models:',
				'  - name: Scripted',
				'    provider: openai',
				`    model: ${model}`,
				`    apiKey: ${canaryKey}`,
				`    apiBase: ${base}/v1`,
				'    roles: [chat]',
				'    capabilities: [tool_use]',
				'',
			].join('\n'),
		},
		model: null,
	}),
} as const;

function json(value: unknown): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}
