import type { Provider } from '../../../src/core/provider.ts';
import type { CodeRequest, Payload, Task } from '../../../src/core/request.ts';
import type { Answer, OutputPart, RunInput, RunIo } from '../../../src/providers/provider.ts';

/** A request with nothing in it but what a test names. */
export function codeRequest(task: Task, payload: Partial<Payload> = {}): CodeRequest {
	return {
		facts: {
			id: 'request-1',
			command: 'ask',
			task,
			needs: [],
			reach: 'standard',
			billing: 'metered',
			promptCharacters: 0,
			contextTokens: 0,
			isolation: 'available',
			deadline: Number.MAX_SAFE_INTEGER,
			pinned: null,
			excluded: [],
			continues: null,
			seed: 1,
		},
		payload: { instruction: 'Say hello', focus: null, attachments: [], paths: [], ...payload },
	};
}

export function providerOf(settings: Partial<Provider>): Provider {
	return {
		id: 'tested',
		kind: 'openai',
		model: 'test-model',
		baseUrl: null,
		api: 'chat',
		agent: null,
		profiles: [{ name: 'default', key: { from: 'none' } }],
		capabilities: null,
		reach: 'standard',
		billing: 'metered',
		contextTokens: null,
		cost: null,
		latency: null,
		weight: 1,
		exempt: false,
		enabled: true,
		...settings,
	};
}

export function runInput(provider: Provider, settings: Partial<RunInput> = {}): RunInput {
	return { request: codeRequest('text'), provider, profile: provider.profiles[0], key: null, cwd: null, ...settings };
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
		text: () => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
	};
}

/** The kind of failure, or `ok`. */
export function kindOf(answer: Answer): string {
	return answer.ok ? 'ok' : answer.failure.kind;
}
