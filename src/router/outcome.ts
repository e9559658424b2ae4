import type { ToolCall } from '../core/conversation.ts';
import type { StopReason } from '../core/decision.ts';
import type { Failure } from '../core/failure.ts';
import type { Kind, Provider } from '../core/provider.ts';
import type { PassedOver } from '../core/situation.ts';
import type { Usage } from '../providers/provider.ts';
import type { Proposal } from './proposal.ts';

/** One attempt, as the final word tells it. */
export interface AttemptRecord {
	readonly provider: string;
	readonly profile: string;
	readonly kind: Kind;
	readonly tookMs: number;
	readonly firstOutputMs: number | null;
	/** `null`: this one answered. */
	readonly failure: Failure | null;
}

export type Outcome = {
	readonly route: string;
	/** In order, the one that answered included. */
	readonly attempts: readonly AttemptRecord[];
	readonly tookMs: number;
	/** Who was not asked at the last decision, and why. */
	readonly passedOver: readonly PassedOver[];
} & (
	| {
			readonly answered: true;
			readonly provider: Provider;
			/** Somebody other than the first choice answered. */
			readonly degraded: boolean;
			/** The only one left answered although it was cooling. */
			readonly terminus: boolean;
			readonly text: string;
			/** As the provider reports it. */
			readonly model: string | null;
			readonly usage: Usage | null;
			/** What the model wants done with the tools of the conversation; left out: nothing. `text` may then be empty. */
			readonly calls?: readonly ToolCall[];
			/** With a task that changes files; whoever takes it ends it by `commit` or `rollback`. */
			readonly proposal: Proposal | null;
	  }
	| {
			readonly answered: false;
			readonly because: StopReason;
			/** Everybody who could have answered was asked, or may not be asked now. */
			readonly exhausted: boolean;
			/** Work that an agent could not finish; whoever takes it ends it by `commit` or `rollback`. */
			readonly unfinished: Proposal | null;
	  }
);
