import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { knownAgents } from '../../../../src/core/agent.ts';
import { dialectOf } from '../../../../src/providers/dialects/index.ts';
import { declaredContracts } from '../../../support/agentContract/contracts.ts';
import { pages, withTables } from '../../../support/agentContract/page.ts';

const contracts = await declaredContracts();

describe('the page of agents', () => {
	const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
	for (const page of pages) {
		it(`${page.path} is up to date; else: npm run agents`, () => {
			const text = read(page.path);
			assert.equal(text, withTables(page, text, contracts));
		});
	}

	it('tells of every agent that can be driven', () => {
		const driven = knownAgents.filter((name) => dialectOf(name, null) !== null);
		const declared = new Set(contracts.map(({ agent }) => agent));
		assert.deepEqual(
			driven.filter((name) => !declared.has(name)),
			[],
		);
	});

	it('would be out of date with another outcome, version or permission', () => {
		const [first, ...rest] = contracts;
		const [page] = pages;
		assert.ok(first && page);
		const text = read(page.path);
		const { edit } = first.vendor;
		for (const other of [
			{ ...first, version: 'another' },
			{ ...first, vendor: { ...first.vendor, edit: { ...edit, outcome: 'bug' as const } } },
			{ ...first, permissions: { ...first.permissions, edit: 'anything' } },
			{ ...first, process: { hang: 'bug' as const } },
			{ ...first, real: { ...first.real, edit: 'bug' as const } },
		]) {
			assert.notEqual(withTables(page, text, [other, ...rest]), text);
		}
	});
});
