import { type Asked, type Dialect, type Frames, frame, type Said } from './dialect.ts';
import { listOf, recordOf, stringOf } from './json.ts';

/** Google's `generateContent` and `streamGenerateContent`. Model and kind of answer are in the path. */
export const gemini: Dialect = { asked, whole, frames, errorFrames };

function asked(body: unknown): Asked {
	const request = recordOf(body);
	const contents = listOf(request['contents']).map(partsOf);
	return {
		texts: [...textsIn(partsOf(request['systemInstruction'])), ...contents.flatMap(textsIn)],
		toolResults: resultsSinceUser(contents),
		tools: listOf(request['tools'])
			.flatMap((tool) => listOf(recordOf(tool)['functionDeclarations']))
			.map((declared) => ({ name: stringOf(recordOf(declared)['name']) ?? '', custom: false, namespace: null })),
		wantsUsage: true,
	};
}

type Part = Readonly<Record<string, unknown>>;

function partsOf(content: unknown): readonly Part[] {
	return listOf(recordOf(content)['parts']).map(recordOf);
}

function textsIn(parts: readonly Part[]): readonly string[] {
	return parts.flatMap((part) => stringOf(part['text']) ?? []);
}

/** Results come under the role of the user too; the user's own turn has none. The model's turns have no part in it. */
function resultsSinceUser(contents: readonly (readonly Part[])[]): number {
	const results = contents.map((parts) => parts.filter((part) => part['functionResponse'] !== undefined).length);
	const isModels = (parts: readonly Part[]) => parts.some((part) => part['functionCall'] !== undefined);
	const own = contents.findLastIndex((parts, index) => results[index] === 0 && !isModels(parts));
	return results.slice(own + 1).reduce((sum, count) => sum + count, 0);
}

function whole(said: Said): unknown {
	return chunkOf(said, [...textParts(said.pieces), ...callParts(said)], finishReason(said));
}

function frames(said: Said): Frames {
	return {
		opening: [],
		pieces: said.pieces.map((piece) => frame(chunkOf(said, textParts([piece]), null))),
		closing: [frame(chunkOf(said, said.calls.length > 0 ? callParts(said) : [{ text: '' }], finishReason(said)))],
	};
}

function errorFrames(): readonly string[] {
	return [frame({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } })];
}

function textParts(pieces: readonly string[]): readonly object[] {
	return pieces.length === 0 ? [] : [{ text: pieces.join('') }];
}

function callParts(said: Said): readonly object[] {
	return said.calls.map(({ tool, input }) => ({
		functionCall: { name: tool.name, args: typeof input === 'string' ? { input } : input },
	}));
}

function finishReason(said: Said): string {
	return said.finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

function chunkOf(said: Said, parts: readonly object[], finish: string | null): object {
	const { inputTokens, outputTokens } = said.usage;
	return {
		candidates: [{ content: { role: 'model', parts }, index: 0, ...(finish === null ? {} : { finishReason: finish }) }],
		...(finish === null
			? {}
			: {
					usageMetadata: {
						promptTokenCount: inputTokens,
						candidatesTokenCount: outputTokens,
						totalTokenCount: inputTokens + outputTokens,
					},
				}),
		modelVersion: said.model,
		responseId: said.newId('gen'),
	};
}
