import { agentContract } from '../../../support/agentContract/suite.ts';
import { declaredContracts } from '../../../support/agentContract/contracts.ts';

/** A gigabyte takes seconds: here once for each format of output, by `npm run test:agents` for every agent. */
const wholeFlood: ReadonlySet<string> = new Set(['codex', 'mine-in-text']);

for (const contract of await declaredContracts()) {
	agentContract(contract, { flood: wholeFlood.has(contract.agent) ? 1e9 : 5e7, longLine: 5e7 });
}
