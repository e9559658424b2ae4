import type { Provider } from '../../../src/core/provider.ts';
import type { CodeRequest, Payload, Task } from '../../../src/core/request.ts';
import type { Answer, OutputPart, RunInput, RunIo } from '../../../src/providers/provider.ts';
import { llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';

/** A request with nothing in it but what a test names. */
export function codeRequest(task: Task, payload: Partial<Payload> = {}): CodeRequest {
	return {
		facts: facts({ command: 'ask', task, needs: [], deadline: Number.MAX_SAFE_INTEGER }),
		payload: { instruction: 'Say hello', focus: null, attachments: [], paths: [], ...payload },
	};
}

export function providerOf(settings: Partial<Provider>): Provider {
	return llm('tested', { model: 'test-model', reach: 'standard', billing: 'metered', baseUrl: null, ...settings });
}

export function runInput(provider: Provider, settings: Partial<RunInput> = {}): RunInput {
	const nothing = { key: null, cwd: null, files: null, handOff: null, maxOutputTokens: null };
	return { request: codeRequest('text'), provider, profile: provider.profiles[0], ...nothing, ...settings };
}

export interface Listener extends RunIo {
	readonly parts: OutputPart[];
	/** All text that was shown, joined. */
	text(): string;
}

export function listenTo(signal = new AbortController().signal): Listener {
	const parts: OutputPart[] = [];
	return {
		parts,
		signal,
		output: (part) => parts.push(part),
		permit: () => Promise.resolve(false),
		text: () => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
	};
}

/** The kind of failure, or `ok`. */
export function kindOf(answer: Answer): string {
	return answer.ok ? 'ok' : answer.failure.kind;
}
