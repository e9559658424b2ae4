import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { attackNames } from '../../support/hostile.ts';
import { readText } from '../../support/manifest.ts';

const tests = resolve(import.meta.dirname, '../..');

/** The table of attacks, row by row: its title, fixture, precedents, guard and tests. */
function attacks(): readonly (readonly string[])[] {
	const page = readText('docs/SECURITY.md');
	const table = page.slice(page.indexOf('| attack |')).split('\n\n')[0] ?? '';
	return table
		.split('\n')
		.slice(2)
		.map((row) =>
			row
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

const quoted = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');

describe('the page about security', () => {
	it('names every hostile folder that there is, and no other', () => {
		const named = attacks().flatMap(([, fixture]) => quoted(fixture));
		assert.deepEqual([...new Set(named)].sort(), attackNames.toSorted());
	});

	it('names tests that are there, for every attack', () => {
		for (const [title, , , , cell] of attacks()) {
			const named = quoted(cell);
			assert.ok(named.length > 0, title);
			assert.deepEqual(
				named.filter((file) => !existsSync(resolve(tests, file))),
				[],
				title,
			);
		}
	});

	it('gives a public precedent and a guard for every attack', () => {
		for (const [title, , precedents = '', guard = ''] of attacks()) {
			assert.match(
				precedents,
				/^(?:(?:CVE-\d{4}-\d{4,}|GHSA(?:-[a-z0-9]{4}){3}|[\w.-]+(?:\/[\w.-]+)?#\d+)(?:, |$))+$/,
				title,
			);
			assert.notEqual(guard, '', title);
		}
	});

	it('has its way to report named where GitHub looks for it', () => {
		assert.match(readText('SECURITY.md'), /Report a vulnerability/);
		assert.match(readText('SECURITY.md'), /docs\/SECURITY\.md/);
	});
});

describe('the hostile folders', () => {
	for (const name of attackNames) {
		it(`${name} is laid down by a test beside this one, or by one of the editor`, () => {
			const files = ['settings', 'agents', 'files', 'words', 'redirect'].map(
				(file) => `test/unit/hostile/${file}.test.ts`,
			);
			const used = [...files, 'test/editor/hostile.test.ts', 'test/ui/hostile.test.ts'].some((file) =>
				readText(file).includes(name),
			);
			assert.ok(used);
		});
	}
});
