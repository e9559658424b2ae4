import assert from 'node:assert/strict';
import { jsonLines, textLines } from '../../../src/providers/jsonLines.ts';

async function read(chunks: readonly (string | Uint8Array)[], longest?: number): Promise<unknown[]> {
	const values: unknown[] = [];
	for await (const value of jsonLines(stream(chunks), longest)) {
		values.push(value);
	}
	return values;
}

async function* stream(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
	for (const chunk of chunks) {
		yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
	}
}

describe('the reader of JSON lines', () => {
	it('gives a value per line, however the stream is cut', async () => {
		const bytes = Buffer.from('{"a":"é"}\n{"b":2}\r\n\n[3]');
		const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
		assert.deepEqual(await read([bytes]), [{ a: 'é' }, { b: 2 }, [3]]);
		assert.deepEqual(await read(single), [{ a: 'é' }, { b: 2 }, [3]]);
	});

	it('gives null for a line that is no JSON, and goes on', async () => {
		assert.deepEqual(await read(['warning: x\n{"a":1}\n{"cut":']), [null, { a: 1 }, null]);
	});

	it('tells what stands between the lines', async () => {
		const stray: string[] = [];
		const values = jsonLines(stream(['Careful!\n\n{"a":1}\n  go on? ']), undefined, (line) => stray.push(line));
		for await (const value of values) {
			assert.ok(value === null || typeof value === 'object');
		}
		assert.deepEqual(stray, ['Careful!', '  go on? ']);
	});

	it('replaces bytes that are no UTF-8', async () => {
		const line = Buffer.concat([Buffer.from('{"a":"'), Uint8Array.of(0xff, 0xfe), Buffer.from('"}\n')]);
		assert.deepEqual(await read([line]), [{ a: '\ufffd\ufffd' }]);
	});

	it('drops a line that is too long as soon as it is, and reads the next one', async () => {
		assert.deepEqual(await read(['x'.repeat(6), 'x'.repeat(6), 'x'.repeat(6), '"\n{"a":1}\n'], 10), [null, { a: 1 }]);
		assert.deepEqual(await read(['x'.repeat(20)], 10), [null]);
	});

	it('asks for more only when what it gave was taken', async () => {
		let asked = 0;
		async function* source() {
			for (;;) {
				asked += 1;
				yield Buffer.from(`${asked}\n`);
			}
		}
		const lines = jsonLines(source());
		assert.equal((await lines.next()).value, 1);
		assert.equal((await lines.next()).value, 2);
		assert.equal(asked, 2);
		await lines.return();
	});
});

describe('the reader of lines of text', () => {
	it('keeps the space in them and the blank ones, however the stream is cut', async () => {
		const bytes = Buffer.from('if (a) {\r\n\tb();\n\n}  ');
		const lines = ['if (a) {', '\tb();', '', '}  '];
		assert.deepEqual(await linesOf([bytes]), lines);
		assert.deepEqual(await linesOf(Array.from(bytes, (byte) => Uint8Array.of(byte))), lines);
	});

	it('makes no line of the end after the last one', async () => {
		assert.deepEqual(await linesOf(['a\n']), ['a']);
		assert.deepEqual(await linesOf(['']), []);
	});
});

async function linesOf(chunks: readonly (string | Uint8Array)[]): Promise<(string | null)[]> {
	const lines: (string | null)[] = [];
	for await (const line of textLines(stream(chunks))) {
		lines.push(line);
	}
	return lines;
}
