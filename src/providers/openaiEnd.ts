import type { Failure } from '../core/failure.ts';
import { readCalls, type WrittenCall } from './openaiCalls.ts';
import { evidenceOf } from './said.ts';
import type { Answer, Usage } from './provider.ts';

/** An answer as it stood when the server had said its last word. */
export interface Finished {
	readonly text: string;
	readonly refusal: string;
	readonly model: string | null;
	readonly usage: Usage | null;
	/** Whether we limited the length of the answer ourselves. */
	readonly limited: boolean;
	/** Why it ended, in the server's own word. */
	readonly finish: string;
	/** Removed from the evidence. */
	readonly key: string | null;
	/** What the model wants done with tools; `null`: none were offered. */
	readonly calls: readonly WrittenCall[] | null;
}

type End = 'complete' | 'cut' | 'filtered' | 'broken';

/**
 * The reasons to finish that are known, in small letters. `stop`, `length`, `tool_calls`, `function_call` and
 * `content_filter` are OpenAI's; the others are what compatible servers pass through: `eos` and `eos_token` of local
 * engines, `end_turn`, `stop_sequence`, `max_tokens` and `refusal` of Anthropic, `model_length` and `error` of Mistral,
 * `insufficient_system_resource` of DeepSeek, `abort` of vLLM, the names of harms of Google, which may also follow
 * `content_filter` and a colon.
 */
const ends: ReadonlyMap<string, End> = new Map<string, End>([
	...['stop', 'tool_calls', 'function_call', 'eos', 'eos_token', 'end_turn', 'stop_sequence', 'completed'].map(
		(name) => [name, 'complete'] as const,
	),
	...['length', 'max_tokens', 'model_length', 'max_output_tokens'].map((name) => [name, 'cut'] as const),
	...['content_filter', 'refusal', 'safety', 'recitation', 'blocklist', 'prohibited_content', 'spii'].map(
		(name) => [name, 'filtered'] as const,
	),
	...['error', 'insufficient_system_resource', 'abort', 'failed'].map((name) => [name, 'broken'] as const),
]);

/** Whether this reason to finish says that nothing of the answer is missing. */
export function isComplete(finish: string | null): boolean {
	return finish !== null && endOf(finish) === 'complete';
}

function endOf(finish: string): End | undefined {
	return ends.get(finish.toLowerCase().replace(/:.*$/s, ''));
}

/** Success only with a known word that the answer is complete, and with text or calls of tools in it. */
export function verdict({ text, refusal, model, usage, limited, finish, key, calls: written }: Finished): Answer {
	const end = endOf(finish);
	const evidence = evidenceOf({ finish: finish.replace(/: */, '.') }, key);
	if (end === 'filtered' || (text === '' && refusal !== '')) {
		return failed({ kind: 'refused', message: 'The provider declined for its content policy.', evidence });
	}
	if (end === 'broken') {
		const message = 'The server stopped in the middle of the answer.';
		return failed({ kind: 'overloaded', retryAfterMs: null, message, evidence });
	}
	if (end === 'cut' && limited) {
		const message = 'The answer was cut at the limit that the settings give it.';
		return failed({ kind: 'output-limit', message, evidence });
	}
	if (end === 'cut') {
		return failed({ kind: 'bad-output', message: 'The answer was cut at the length limit of the model.', evidence });
	}
	if (end === undefined) {
		return failed({ kind: 'bad-output', message: 'The answer ended for a reason that is not known.', evidence });
	}
	const calls = readCalls(written ?? []);
	if (calls === null) {
		const message = 'The answer calls a tool with arguments that are not well formed.';
		return failed({ kind: 'bad-output', message, evidence });
	}
	if (text.trim() === '' && calls.length === 0) {
		return failed({ kind: 'bad-output', message: 'The answer is empty.', evidence });
	}
	return { ok: true, text, model, usage, ...(calls.length === 0 ? {} : { calls }) };
}

/** A stream that is over without the server's word that the answer is. `chunks`: how many had arrived. */
export function endedEarly(chunks: number): Answer {
	const evidence = { code: 'ended-early', chunks, sent: 'maybe' };
	return failed({ kind: 'unreachable', message: 'The answer ended before it was complete.', evidence });
}

export function usageOf(inputTokens: number | undefined, outputTokens: number | undefined): Usage {
	return { inputTokens: inputTokens ?? null, outputTokens: outputTokens ?? null, cost: null };
}

export function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
