import type { AgentSettings } from '../../core/agent.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import { ownDialect } from './own.ts';
import { qwen } from './qwen.ts';

/** The agent programs whose way of talking is known, by the name that a provider's `agent` gives. */
const dialects: ReadonlyMap<string, Dialect> = new Map([
	['claude', claude],
	['codex', codex],
	['gemini', gemini],
	['opencode', opencode],
	['qwen', qwen],
]);

/** How to talk to an agent: one that is known, or one of the user's own; `null` when it is neither. */
export function dialectOf(name: string, settings: AgentSettings | null): Dialect | null {
	return dialects.get(name) ?? (typeof settings?.path === 'string' ? ownDialect(settings) : null);
}
