import type { DialectName } from './dialect.ts';

/** What each API says about a prompt that is too long. */
export const contextMessages: Readonly<Record<DialectName, string>> = {
	chat: "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens. Please reduce the length of the messages.",
	responses: 'Your input exceeds the context window of this model. Please adjust your input and try again.',
	anthropic: 'prompt is too long: 210012 tokens > 200000 maximum',
	gemini: 'The input token count (1100012) exceeds the maximum number of tokens allowed (1048576).',
};
