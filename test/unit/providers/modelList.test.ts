import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { listModels } from '../../../src/providers/modelList.ts';

describe('the list of models of a server', () => {
	let server: http.Server;
	let origin: string;
	let asked: http.IncomingMessage[];
	let answer: (response: http.ServerResponse) => void;

	beforeEach(async () => {
		asked = [];
		server = http.createServer((request, response) => {
			asked.push(request);
			answer(response);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	const json = (status: number, body: unknown) => (response: http.ServerResponse) => {
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	};

	it('is asked for once, with the key', async () => {
		answer = json(200, { data: [{ id: 'a' }, { id: 'b' }, { id: 3 }] });
		assert.deepEqual(await listModels(`${origin}/v1/`, 'sk-1', 5000), { ok: true, models: ['a', 'b'] });
		assert.deepEqual(
			asked.map(({ method, url, headers }) => [method, url, headers.authorization]),
			[['GET', '/v1/models', 'Bearer sk-1']],
		);
	});

	it('is asked for without a key where there is none', async () => {
		answer = json(200, { data: [{ id: 'a' }] });
		await listModels(origin, null, 5000);
		assert.equal(asked[0]?.headers.authorization, undefined);
	});

	it('tells with which status it was refused', async () => {
		answer = json(401, {});
		assert.deepEqual(await listModels(origin, 'sk-1', 5000), { ok: false, status: 401 });
	});

	it('does not follow a redirect, which the key would go along with', async () => {
		answer = (response) => response.writeHead(302, { location: `${origin}/elsewhere` }).end();
		assert.deepEqual(await listModels(origin, 'sk-1', 5000), { ok: false, status: null });
		assert.equal(asked.length, 1);
	});

	it('is none in a page, in an empty list and in an answer that never comes', async () => {
		answer = (response) => response.end('<html>');
		assert.deepEqual(await listModels(origin, null, 5000), { ok: false, status: null });
		answer = json(200, { data: [] });
		assert.deepEqual(await listModels(origin, null, 5000), { ok: false, status: null });
		answer = () => undefined;
		assert.deepEqual(await listModels(origin, null, 50), { ok: false, status: null });
	});
});
