import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentContract } from './declaration.ts';

const folder = join(import.meta.dirname, '../../unit/providers/contract');

/** Every agent that is declared in `test/unit/providers/contract/`: each file exports a list `contracts`. */
export async function declaredContracts(): Promise<readonly AgentContract[]> {
	const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
	const loaded = files.sort().map(async (name) => {
		const module = (await import(join(folder, name))) as { readonly contracts: readonly AgentContract[] };
		return module.contracts;
	});
	return (await Promise.all(loaded)).flat();
}
