// node scripts/agents.ts
// Writes the tables of docs/AGENTS.md from what the tests declare of each agent.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { declaredContracts } from '../test/support/agentContract/contracts.ts';
import { withTables } from '../test/support/agentContract/page.ts';

const target = resolve(import.meta.dirname, '../docs/AGENTS.md');
const contracts = await declaredContracts();
writeFileSync(target, withTables(readFileSync(target, 'utf8'), contracts));
console.log(`${target}: ${contracts.length} agents`);
