import { declaredContracts } from '../support/agentContract/contracts.ts';
import { realContract } from '../support/agentContract/real.ts';

/** Those that this package brings; the further ones are below `more`. */
const here = new Set(['claude', 'codex']);

for (const contract of await declaredContracts()) {
	if (here.has(contract.agent)) {
		realContract(contract);
	}
}
