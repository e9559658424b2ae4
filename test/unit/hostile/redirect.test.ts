import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import { findLocalServers } from '../../../src/providers/detect.ts';
import { attackOf } from '../../support/hostile.ts';
import { listenTo, providerOf, runInput } from '../providers/inputs.ts';

const key = 'sk-redirect-canary';

/** A server on a port of its own, which is an origin of its own, and the requests that it has seen. */
async function server(
	answer: http.RequestListener,
): Promise<{ origin: string; seen: http.IncomingMessage[]; close(): void }> {
	const seen: http.IncomingMessage[] = [];
	const listener = http.createServer((request, response) => {
		seen.push(request);
		answer(request, response);
	});
	listener.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const address = listener.address();
	assert.ok(address !== null && typeof address === 'object');
	return {
		origin: `http://127.0.0.1:${address.port}`,
		seen,
		close() {
			listener.closeAllConnections();
			listener.close();
		},
	};
}

describe(`redirecting-server: ${attackOf('redirecting-server').what}`, () => {
	for (const status of attackOf('redirecting-server').statuses ?? []) {
		for (const api of ['chat', 'responses'] as const) {
			it(`gets no further with ${status}, over ${api}`, async () => {
				const collector = await server((_, response) => response.end());
				const own = await server((request, response) => {
					response.writeHead(status, { location: `${collector.origin}${request.url ?? ''}` }).end();
				});
				try {
					const provider = providerOf({ baseUrl: `${own.origin}/v1`, api });
					const answer = await createOpenAiAdapter(() => 0).run(runInput(provider, { key }), listenTo());
					assert.ok(!answer.ok);
					assert.match(answer.failure.message, new RegExp(`redirect \\(status ${status}\\), which is not followed`));
					assert.deepEqual(
						own.seen.map(({ headers }) => headers.authorization),
						[`Bearer ${key}`],
					);
					assert.equal(collector.seen.length, 0);
				} finally {
					own.close();
					collector.close();
				}
			});
		}
	}

	it('is not followed when local servers are looked for', async () => {
		const collector = await server((_, response) => response.end('{"data":[{"id":"m"}]}'));
		const local = await server((_, response) => {
			response.writeHead(307, { location: `${collector.origin}/v1/models` }).end();
		});
		try {
			const port = Number(new URL(local.origin).port);
			assert.deepEqual(await findLocalServers([{ name: 'Local', port }]), []);
			assert.equal(collector.seen.length, 0);
		} finally {
			local.close();
			collector.close();
		}
	});
});
