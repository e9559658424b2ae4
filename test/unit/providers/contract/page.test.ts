import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { knownAgents } from '../../../../src/core/agent.ts';
import { dialectOf } from '../../../../src/providers/dialects/index.ts';
import { declaredContracts } from '../../../support/agentContract/contracts.ts';
import { withTables } from '../../../support/agentContract/page.ts';

const page = readFileSync(new URL('../../../../docs/AGENTS.md', import.meta.url), 'utf8');
const contracts = await declaredContracts();

describe('the page of agents', () => {
	it('is up to date; else: npm run agents', () => {
		assert.equal(page, withTables(page, contracts));
	});

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
		assert.ok(first);
		const { edit } = first.vendor;
		for (const other of [
			{ ...first, version: 'another' },
			{ ...first, vendor: { ...first.vendor, edit: { ...edit, outcome: 'bug' as const } } },
			{ ...first, permissions: { ...first.permissions, edit: 'anything' } },
			{ ...first, process: { hang: 'bug' as const } },
			{ ...first, real: { ...first.real, edit: 'bug' as const } },
		]) {
			assert.notEqual(withTables(page, [other, ...rest]), page);
		}
	});
});
