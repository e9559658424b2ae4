import type { AgentSettings } from '../../core/agent.ts';
import { aider } from './aider.ts';
import { amp } from './amp.ts';
import { claude } from './claude.ts';
import { cline } from './cline.ts';
import { cn } from './cn.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { crush } from './crush.ts';
import { cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import { goose } from './goose.ts';
import { ownDialect } from './own.ts';
import { qwen } from './qwen.ts';

/** The agent programs whose way of talking is known, by the name that a provider's `agent` gives. */
const dialects: ReadonlyMap<string, Dialect> = new Map([
	['claude', claude],
	['codex', codex],
	['gemini', gemini],
	['opencode', opencode],
	['qwen', qwen],
	['copilot', copilot],
	['cline', cline],
	['cn', cn],
	['cursor', cursor],
	['aider', aider],
	['goose', goose],
	['amp', amp],
	['crush', crush],
]);

/** How to talk to an agent: one that is known, or one of the user's own; `null` when it is neither. */
export function dialectOf(name: string, settings: AgentSettings | null): Dialect | null {
	return dialects.get(name) ?? (typeof settings?.path === 'string' ? ownDialect(settings) : null);
}
