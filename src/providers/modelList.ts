import { modelsOf } from './detect.ts';

/** What asking a server for its models came to. */
export type ModelList =
	| { readonly ok: true; readonly models: readonly string[] }
	/** `status`: what the server answered; `null`: nothing, or nothing that can be read. */
	| { readonly ok: false; readonly status: number | null };

/** So many bytes of a list are read; the largest known one, of a gateway, has a tenth of that. */
const mostBytes = 8_000_000;

/**
 * Asks a server for its models: `GET /models`, with the key where there is one. No redirect is followed, since the key
 * would go along. No connection outlives the answer, and nothing lasts longer than `patienceMs`.
 */
export async function listModels(baseUrl: string, key: string | null, patienceMs: number): Promise<ModelList> {
	const over = new AbortController();
	try {
		const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
			redirect: 'error',
			headers: { connection: 'close', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
			signal: AbortSignal.any([over.signal, AbortSignal.timeout(patienceMs)]),
		});
		if (!response.ok) {
			return { ok: false, status: response.status };
		}
		const models = modelsOf(JSON.parse(await bounded(response)));
		return models.length === 0 ? { ok: false, status: null } : { ok: true, models };
	} catch {
		return { ok: false, status: null };
	} finally {
		over.abort();
	}
}

/** The body as text. Throws when it is longer than any list of models. */
async function bounded(response: Response): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of response.body ?? []) {
		text += decoder.decode(chunk as Uint8Array, { stream: true });
		if (text.length > mostBytes) {
			throw new Error('too long for a list of models');
		}
	}
	return text + decoder.decode();
}
