// node scripts/agents.ts
// Writes the tables of docs/AGENTS.md and of the README from what the tests declare of each agent.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { declaredContracts } from '../test/support/agentContract/contracts.ts';
import { pages, withTables } from '../test/support/agentContract/page.ts';

const contracts = await declaredContracts();
for (const page of pages) {
	const target = resolve(import.meta.dirname, '..', page.path);
	writeFileSync(target, withTables(page, readFileSync(target, 'utf8'), contracts));
	console.log(`${target}: ${contracts.length} agents`);
}
