import type { Asked } from '../../scripts/simulate/asked.ts';
import { local } from '../../scripts/simulate/providerModels.ts';
import { type Lane, stageOf } from '../../scripts/simulate/lanes.ts';
import type { FaultModel, ProviderModel, Trace } from '../../scripts/simulate/trace.ts';
import { createWorld, type World } from '../../scripts/simulate/world.ts';
import { start } from './requests.ts';

/** A request of the simulation at the beginning of the tests' time, with ten minutes until its deadline. */
export function asked(different: Partial<Asked> = {}): Asked {
	const at = different.at ?? start;
	const tokens = { inputTokens: 1000, outputTokens: 200 };
	return { number: 0, at, deadline: at + 600_000, ...tokens, window: 0, seed: 1, ...different };
}

/** A trace in which nothing goes wrong. */
export function trace(different: Partial<Trace> = {}): Trace {
	return {
		name: 'test',
		about: 'nothing',
		providers: [local],
		limits: [],
		faults: [],
		load: { perHour: 60 },
		...different,
	};
}

/** A fault that lasts from the beginning to the end of the tests' time. */
export function always(fault: FaultModel['fault']): FaultModel {
	return { fault, rhythm: { meanGapMs: 1, medianMs: 1e12, sigma: 0 } };
}

/** A world with one lane for each provider, from a minute before the tests' time to a day after. */
export function worldOf(
	different: Partial<Trace>,
	seed = 1,
): { readonly world: World; readonly lanes: readonly Lane[]; readonly lane: Lane } {
	const stage = stageOf(trace(different), seed, { from: start - 60_000, until: start + 86_400_000 });
	const world = createWorld(stage);
	const [lane] = world.lanes;
	if (lane === undefined) {
		throw new Error('a world needs a provider');
	}
	return { world, lanes: world.lanes, lane };
}

/** A provider that always takes the same time. */
export function even(model: ProviderModel): ProviderModel {
	return { ...model, sigma: 0 };
}
