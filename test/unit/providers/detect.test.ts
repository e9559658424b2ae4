import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findLocalServers, type LocalServer, usualServers } from '../../../src/providers/detect.ts';
import { isLoopback } from '../../../src/core/address.ts';
import { eventually } from '../../support/eventually.ts';

/** Long enough for any answer here, and short enough to wait for in the tests of servers that give none. */
const patienceMs = 5000;
const impatientMs = 50;

describe('looking for local servers', () => {
	const servers = new Set<Server>();
	let asked: IncomingMessage[];
	beforeEach(() => {
		asked = [];
	});
	afterEach(async () => {
		await Promise.all([...servers].map(close));
		servers.clear();
	});

	/** A server on a free loopback port; resolves with the port. */
	async function serve(answer: RequestListener): Promise<number> {
		const server = createServer((request, response) => {
			asked.push(request);
			answer(request, response);
		});
		servers.add(server);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return (server.address() as AddressInfo).port;
	}

	const find = (port: number, ms = patienceMs) => findLocalServers([{ name: 'Test', port }], ms);
	const json =
		(body: unknown): RequestListener =>
		(_request, response) => {
			response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
		};
	const list = (...ids: readonly unknown[]) => ({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) });

	it('finds one that lists its models in the OpenAI form, in its order', async () => {
		const port = await serve(json(list('qwen3-coder:30b', 'llama')));
		const expected: LocalServer = {
			name: 'Test',
			baseUrl: `http://127.0.0.1:${port}/v1`,
			models: ['qwen3-coder:30b', 'llama'],
		};
		assert.deepEqual(await find(port), [expected]);
	});

	it('asks for the models once, without a key, and for nothing else', async () => {
		await find(await serve(json(list('m'))));
		assert.deepEqual(
			asked.map(({ method, url }) => `${method ?? ''} ${url ?? ''}`),
			['GET /v1/models'],
		);
		const headers = asked[0]?.headers ?? {};
		assert.equal(headers.authorization, undefined);
		assert.equal(headers.cookie, undefined);
		assert.equal(headers['content-length'], undefined);
	});

	it('leaves out entries that name no model', async () => {
		const port = await serve(json({ data: [{ id: 'm' }, { id: '' }, { id: 5 }, null, 'text', {}] }));
		assert.deepEqual((await find(port))[0]?.models, ['m']);
	});

	const others: Readonly<Record<string, RequestListener>> = {
		'lists no model at all': json(list()),
		'answers in another JSON form': json({ models: [{ name: 'm' }] }),
		'answers with a list of something else': json({ data: 'm' }),
		'answers with JSON null': json(null),
		'answers with a web page': (_request, response) => {
			response.setHeader('content-type', 'text/html').end('<!doctype html><title>Jenkins</title>');
		},
		'answers with an error, whatever it lists': (request, response) => {
			response.statusCode = 500;
			json(list('m'))(request, response);
		},
		'breaks the connection': (request) => request.socket.destroy(),
		'breaks off in the midst of its list': (request, response) => {
			response.write('{"data":[{"id":"m"}');
			response.flushHeaders();
			request.socket.end();
		},
	};
	for (const [how, answer] of Object.entries(others)) {
		it(`leaves out one that ${how}`, async () => {
			assert.deepEqual(await find(await serve(answer)), []);
			assert.equal(asked.length, 1);
		});
	}

	it('leaves out a port where nobody listens', async () => {
		const port = await serve(json(list('m')));
		await Promise.all([...servers].map(close));
		assert.deepEqual(await find(port), []);
		assert.equal(asked.length, 0);
	});

	it('follows no redirect', async () => {
		const elsewhere = await serve(json(list('m')));
		const port = await serve((_request, response) => {
			response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/v1/models` }).end();
		});
		assert.deepEqual(await find(port), []);
		assert.equal(asked.length, 1);
	});

	const silent: Readonly<Record<string, RequestListener>> = {
		'never answers': () => {},
		'never ends its list': (_request, response) => {
			response.write('{"data":[{"id":"m"}');
		},
	};
	for (const [how, answer] of Object.entries(silent)) {
		it(`loses patience with one that ${how}, and leaves no connection behind`, async () => {
			const port = await serve(answer);
			assert.deepEqual(await find(port, impatientMs), []);
			const [server] = servers;
			await eventually(() => connectionsOf(server!), 0);
		});
	}

	it('does not stay to hear an error out, however patient it is', async () => {
		const port = await serve((_request, response) => {
			response.writeHead(404).write('Not');
		});
		assert.deepEqual(await find(port, 600_000), []);
		const [server] = servers;
		await eventually(() => connectionsOf(server!), 0, 5000);
	});

	it('keeps no connection open for later', async () => {
		await find(await serve(json(list('m'))));
		assert.equal(asked[0]?.headers.connection, 'close');
	});

	it('finds every one of several, in their order, whoever fails among them', async () => {
		const [one, broken, two] = [
			await serve(json(list('a'))),
			await serve((request) => request.socket.destroy()),
			await serve(json(list('b'))),
		];
		const found = await findLocalServers(
			[
				{ name: 'One', port: one },
				{ name: 'Broken', port: broken },
				{ name: 'Two', port: two },
			],
			patienceMs,
		);
		assert.deepEqual(
			found.map(({ name, models }) => [name, ...models]),
			[
				['One', 'a'],
				['Two', 'b'],
			],
		);
	});

	it('offers addresses that stay on this machine', async () => {
		const [server] = await find(await serve(json(list('m'))));
		assert.equal(isLoopback(server?.baseUrl ?? ''), true);
	});

	it('looks at the ports of Ollama, LM Studio, llama.cpp and vLLM', () => {
		assert.deepEqual(
			usualServers.map(({ name, port }) => `${name} ${port}`),
			['Ollama 11434', 'LM Studio 1234', 'llama.cpp 8080', 'vLLM 8000'],
		);
	});
});

function close(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}

function connectionsOf(server: Server): Promise<number> {
	return new Promise((resolve, reject) => {
		server.getConnections((error, count) => {
			if (error === null) {
				resolve(count);
			} else {
				reject(error);
			}
		});
	});
}
