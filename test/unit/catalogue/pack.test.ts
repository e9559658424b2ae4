import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogueFile } from '../../../scripts/catalogue/pack.ts';
import { type Vendor, vendors } from '../../../scripts/catalogue/vendors.ts';
import { catalogue } from '../../../src/core/catalogueData.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures/catalogue');
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(fixtures, `${name}.json`), 'utf8'));
const origin = { package: '@any/catalogue', version: '1.2.3', date: '2026-11-10' };

const one: Vendor = { file: 'one', hosts: ['api.one.example'], priced: true };
const two: Vendor = { file: 'two', hosts: ['api.two.example', 'two.example'], priced: true, only: /^maker\// };

describe('the catalogue of models is made', () => {
	it('from the source’s files, sorted, with what is for code only', () => {
		assert.equal(
			made([one, two]),
			[
				'// Written by scripts/catalogue.ts; docs/decisions/2026-11-21-prices-from-a-catalogue.md tells how.',
				'/** Where the figures come from, and on which day they were taken there. */',
				"export const catalogueOrigin = { package: '@any/catalogue', version: '1.2.3', date: '2026-11-10' };",
				'',
				'/** By the hosts of an API: its models, in the form that `readCatalogue` reads. */',
				'export const catalogue = {',
				"\t'api.one.example':",
				"\t\t'a-1 15 75 200000 64000;b-2 0.3 1.2 1000000 65536 32000 0.5 2 200000 1 4',",
				"\t'api.two.example two.example':",
				"\t\t'maker/given:free 0 0 64000 8000;maker/unknown - - 64000 8000',",
				'};',
				'',
			].join('\n'),
		);
	});

	it('without prices where they are not what a request costs', () => {
		const text = made([{ ...one, priced: false }]);
		assert.ok(text.includes("'a-1 - - 200000 64000;b-2 - - 1000000 65536'"), text);
	});

	it('not at all from a source whose form has changed', () => {
		const changed: readonly unknown[] = [
			undefined,
			{},
			{ protocol: { 'chat:x': { type: 'chat', id: 'x' } } },
			{ protocol: { 'chat:x': chat({ contextWindow: 0 }) } },
			{ protocol: { 'chat:x': chat({ id: "x';y" }) } },
			{ protocol: { 'chat:x': chat({ id: "x'" }) } },
			{ protocol: { 'chat:x': chat({ cost: { input: -1, output: 2 } }) } },
			{ protocol: { 'chat:x': { type: 'new', id: 'x' } } },
		];
		for (const file of changed) {
			assert.throws(() => catalogueFile([one], { one: file }, origin), JSON.stringify(file));
		}
		assert.ok(catalogueFile([one], { one: { protocol: { 'chat:x': chat({}) } } }, origin).includes("'x 1 2 9000 900'"));
	});

	it('of the vendors that are shipped', () => {
		assert.deepEqual(
			Object.keys(catalogue),
			vendors.map(({ hosts }) => hosts.join(' ')),
		);
		const hosts = vendors.flatMap((vendor) => vendor.hosts);
		assert.equal(new Set(hosts).size, hosts.length);
	});
});

function made(from: readonly Vendor[]): string {
	return catalogueFile(from, { one: read('one'), two: read('two') }, origin);
}

function chat(different: Readonly<Record<string, unknown>>) {
	return {
		type: 'chat',
		id: 'x',
		cost: { input: 1, output: 2 },
		contextWindow: 9000,
		maxTokens: 900,
		...different,
	};
}
