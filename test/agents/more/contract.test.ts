import { declaredContracts } from '../../support/agentContract/contracts.ts';
import { floodContract } from '../../support/agentContract/suite.ts';
import { realContract } from '../../support/agentContract/real.ts';

/** Driven by `npm test` already. */
const before = new Set(['claude', 'codex']);

const contracts = await declaredContracts();

for (const contract of contracts) {
	if (contract.real !== undefined && !before.has(contract.agent)) {
		realContract(contract);
	}
}

describe('every agent', () => {
	for (const contract of contracts) {
		describe(contract.title, () => floodContract(contract, 1e9));
	}
});
