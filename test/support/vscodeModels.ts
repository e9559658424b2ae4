import type { VscodeModelAccess, VscodeModels } from '../../src/providers/vscodeLmHost.ts';

/** A double of the part of VS Code that offers models. What the real one does is tested in the extension host. */
class TextPart {
	readonly value: string;
	constructor(value: string) {
		this.value = value;
	}
}

export class CallPart {
	readonly callId: string;
	readonly name: string;
	readonly input: object;
	constructor(callId: string, name: string, input: object) {
		this.callId = callId;
		this.name = name;
		this.input = input;
	}
}

class ResultPart {
	readonly callId: string;
	readonly content: readonly unknown[];
	constructor(callId: string, content: readonly unknown[]) {
		this.callId = callId;
		this.content = content;
	}
}

/** As VS Code's own, which has no other names. */
export class ModelError extends Error {
	readonly code: string;
	constructor(code: 'NoPermissions' | 'Blocked' | 'NotFound' | 'Unknown' | '', message = '', cause?: unknown) {
		super(message, { cause });
		this.name = 'LanguageModelError';
		this.code = code;
	}
}

class TokenSource {
	readonly #controller = new AbortController();
	readonly token: FakeToken;
	constructor() {
		this.token = new FakeToken(this.#controller.signal);
	}
	cancel(): void {
		this.#controller.abort();
	}
	dispose(): void {
		// Nothing is held.
	}
}

export class FakeToken {
	readonly signal: AbortSignal;
	constructor(signal: AbortSignal) {
		this.signal = signal;
	}
	get isCancellationRequested(): boolean {
		return this.signal.aborted;
	}
}

export interface Sent {
	readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: unknown }[];
	readonly options: Readonly<Record<string, unknown>>;
	readonly token: FakeToken;
}

/** What a model does when it is asked: the parts of its answer, or what it throws. */
export type ModelPlay = (sent: Sent) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;

export interface FakeModel {
	readonly id: string;
	readonly vendor: string;
	readonly family: string;
	readonly version: string;
	readonly maxInputTokens: number;
}

export class FakeModels {
	readonly sent: Sent[] = [];
	readonly selectors: unknown[] = [];
	offered: readonly FakeModel[] = [model()];
	/** As `canSendRequest` answers. */
	allowed: boolean | undefined = true;
	play: ModelPlay = () => parts();
	/** `null`: the model can't count. */
	tokens: ((text: string) => number) | null = (text) => Math.ceil(text.length / 4);

	get access(): VscodeModelAccess {
		return { canSendRequest: () => this.allowed };
	}

	get models(): VscodeModels {
		const Message = {
			User: (content: unknown) => ({ role: 'user', content }),
			Assistant: (content: unknown) => ({ role: 'assistant', content }),
		};
		const selectChatModels = (selector: Readonly<Record<string, string>>) => {
			this.selectors.push(selector);
			const fits = (each: FakeModel) =>
				Object.entries(selector).every(([name, value]) => each[name as keyof FakeModel] === value);
			return Promise.resolve(this.offered.filter(fits).map((each) => this.#chat(each)));
		};
		const double = {
			LanguageModelTextPart: TextPart,
			LanguageModelToolCallPart: CallPart,
			LanguageModelToolResultPart: ResultPart,
			LanguageModelChatMessage: Message,
			LanguageModelChatToolMode: { Auto: 1, Required: 2 },
			CancellationTokenSource: TokenSource,
			lm: { selectChatModels },
		};
		return double as unknown as VscodeModels;
	}

	#chat(about: FakeModel) {
		return {
			...about,
			name: about.id,
			countTokens: (text: string) =>
				this.tokens === null ? Promise.reject(new Error('can’t count')) : Promise.resolve(this.tokens(text)),
			sendRequest: async (messages: Sent['messages'], options: Sent['options'], token: FakeToken) => {
				const sent = { messages, options, token };
				this.sent.push(sent);
				return { stream: await this.play(sent) };
			},
		};
	}
}

export function model(different: Partial<FakeModel> = {}): FakeModel {
	return { id: 'm-1', vendor: 'acme', family: 'm', version: '3', maxInputTokens: 1000, ...different };
}

/** A stream of these parts; an error among them is thrown in its place. */
export async function* parts(...all: readonly unknown[]): AsyncGenerator {
	for (const part of all) {
		if (part instanceof Error) {
			throw part;
		}
		yield part;
	}
}

export const text = (value: string) => new TextPart(value);
