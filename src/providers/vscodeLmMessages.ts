import type { ConversationPart, Message } from '../core/conversation.ts';
import type { LlmMessages } from './prompt.ts';
import type { VscodeMessage, VscodeModels, VscodeRequestOptions } from './vscodeLmHost.ts';

/** What VS Code shows in its question, where it asks the user for leave. */
const justification = 'Switchyard asks this model because your settings name it as a provider.';

/** The messages for a model of VS Code, which knows no message of the system: what that says comes first, by the user. */
export function vscodeMessages({ system, messages }: LlmMessages, models: VscodeModels): VscodeMessage[] {
	const { LanguageModelChatMessage: Say } = models;
	const ours = system === null ? [] : [Say.User(system)];
	return [...ours, ...messages.map((message) => vscodeMessage(message, models))];
}

function vscodeMessage({ role, parts }: Message, models: VscodeModels): VscodeMessage {
	const { LanguageModelChatMessage: Say } = models;
	if (role === 'assistant') {
		return Say.Assistant(parts.flatMap((part) => saidBy(part, models)));
	}
	// A result answers the call right before it, and comes before what else is said.
	const results = parts.flatMap((part) =>
		part.type === 'result'
			? [new models.LanguageModelToolResultPart(part.id, [new models.LanguageModelTextPart(part.text)])]
			: [],
	);
	const texts = parts.flatMap((part) => (part.type === 'text' ? [new models.LanguageModelTextPart(part.text)] : []));
	return Say.User([...results, ...texts]);
}

function saidBy(part: ConversationPart, models: VscodeModels): Said[] {
	switch (part.type) {
		case 'text':
			return [new models.LanguageModelTextPart(part.text)];
		case 'call':
			return [new models.LanguageModelToolCallPart(part.call.id, part.call.name, part.call.input)];
		case 'result':
			return [];
	}
}

type Said =
	| InstanceType<VscodeModels['LanguageModelTextPart']>
	| InstanceType<VscodeModels['LanguageModelToolCallPart']>;

export function vscodeOptions({ tools, toolMode }: LlmMessages, models: VscodeModels): VscodeRequestOptions {
	const { Auto, Required } = models.LanguageModelChatToolMode;
	return tools.length === 0
		? { justification }
		: {
				justification,
				tools: tools.map(({ name, description, schema }) => ({
					name,
					description,
					...(schema === null ? {} : { inputSchema: schema }),
				})),
				toolMode: toolMode === 'required' ? Required : Auto,
			};
}

/** All that is sent, as one text to count the tokens of. */
export function textToCount({ system, messages, tools }: LlmMessages): string {
	const said = messages.flatMap(({ parts }) => parts).map((part) => ('text' in part ? part.text : callText(part)));
	const offered = tools.length === 0 ? [] : [JSON.stringify(tools)];
	return [...(system === null ? [] : [system]), ...said, ...offered].join('\n');
}

function callText({ call }: Extract<ConversationPart, { type: 'call' }>): string {
	return `${call.name} ${JSON.stringify(call.input)}`;
}
