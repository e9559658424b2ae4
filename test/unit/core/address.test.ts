import assert from 'node:assert/strict';
import { isLoopback, protocolOf, travelsOpenly } from '../../../src/core/address.ts';

describe('an address', () => {
	it('stays on this machine by its form alone', () => {
		const near = [
			'http://localhost',
			'http://127.0.0.1',
			'http://127.9.9.9:80',
			'http://127.1',
			'http://127.100.20.3',
			'http://[::1]:1/x',
		];
		const far = [
			'http://0.0.0.0',
			'http://10.0.0.1',
			'http://127.0.0.1.example',
			'http://localhost.example',
			'http://a.127.0.0.1.example',
			'http://x127.0.0.1.example',
			'nothing',
		];
		assert.deepEqual(near.map(isLoopback), [true, true, true, true, true, true]);
		assert.deepEqual(far.map(isLoopback), [false, false, false, false, false, false, false]);
	});

	it('is read as whoever connects reads it', () => {
		assert.deepEqual(['HTTPS://a.example', 'hTTp://a.example', 'a.example'].map(protocolOf), ['https:', 'http:', null]);
	});

	it('is open to readers on the way over plain http, but for this machine', () => {
		const addresses = ['HTTP://a.example', 'https://a.example', 'http://localhost:1', 'nothing'];
		assert.deepEqual(addresses.map(travelsOpenly), [true, false, false, false]);
	});
});
