export { createOpenAiAdapter } from '../providers/openai.ts';
