import type { Asked } from './asked.ts';
import type { Stage } from './lanes.ts';
import type { Ledger } from './ledger.ts';
import type { Timeline } from './timeline.ts';
import type { World } from './world.ts';

/** What a policy routes with. */
export interface Run {
	readonly stage: Stage;
	readonly timeline: Timeline;
	readonly world: World;
	readonly ledger: Ledger;
}

/** A way of routing. */
export interface Policy {
	readonly name: string;
	/** `plain`: what others do; `ours`: the extension's own core; `bound`: knows what nobody can know. */
	readonly sort: 'plain' | 'ours' | 'bound';
	/** For people: completes "This policy …". */
	readonly about: string;
	/** Begins with a clean memory; the function returned routes one request, and is called when it is asked. */
	begin(run: Run): (asked: Asked) => void;
}
