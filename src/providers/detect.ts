/** A model server that answers on this machine. */
export interface LocalServer {
	readonly name: string;
	/** For a provider of kind `openai`. */
	readonly baseUrl: string;
	/** As the server lists them. */
	readonly models: readonly string[];
}

/** Where the usual local servers listen, as their own documentation says. */
export const usualServers: readonly { readonly name: string; readonly port: number }[] = [
	{ name: 'Ollama', port: 11434 },
	{ name: 'LM Studio', port: 1234 },
	{ name: 'llama.cpp', port: 8080 },
	{ name: 'vLLM', port: 8000 },
];

/** In milliseconds. */
const usualPatienceMs = 1500;

/**
 * Asks the usual loopback ports for their models. Nothing is sent but `GET /v1/models`, without a key, and no redirect
 * is followed. What does not answer in the OpenAI form, and in time, is left out. No connection outlives the answer.
 */
export async function findLocalServers(
	servers = usualServers,
	patienceMs = usualPatienceMs,
): Promise<readonly LocalServer[]> {
	const found = await Promise.all(
		servers.map(async ({ name, port }): Promise<LocalServer | null> => {
			const baseUrl = `http://127.0.0.1:${port}/v1`;
			const over = new AbortController();
			try {
				const response = await fetch(`${baseUrl}/models`, {
					redirect: 'error',
					headers: { connection: 'close' },
					signal: AbortSignal.any([over.signal, AbortSignal.timeout(patienceMs)]),
				});
				const models = response.ok ? modelsOf(await response.json()) : [];
				return models.length === 0 ? null : { name, baseUrl, models };
			} catch {
				return null;
			} finally {
				over.abort();
			}
		}),
	);
	return found.filter((server) => server !== null);
}

/** The ids in a list of models, in the form of OpenAI's; none in anything else. */
export function modelsOf(body: unknown): readonly string[] {
	if (typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data)) {
		return [];
	}
	const entries: readonly unknown[] = body.data;
	return entries.flatMap((entry) =>
		typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' && entry.id !== ''
			? [entry.id]
			: [],
	);
}
