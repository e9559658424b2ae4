import { declaredContracts } from '../../support/agentContract/contracts.ts';
import { realContract } from '../../support/agentContract/real.ts';

/** Driven by `npm test` already. */
const before = new Set(['claude', 'codex']);

for (const contract of await declaredContracts()) {
	if (contract.real !== undefined && !before.has(contract.agent)) {
		realContract(contract);
	}
}
