import type { Failure } from '../../src/core/failure.ts';
import { healthy, type Health } from '../../src/core/health.ts';
import { kinds, type Provider } from '../../src/core/provider.ts';
import type { CodeRequest } from '../../src/core/request.ts';
import type { Settings } from '../../src/core/settings.ts';
import { createJournal, type Journal } from '../../src/router/journal.ts';
import type { Outcome } from '../../src/router/outcome.ts';
import type { Asker, RouterParts } from '../../src/router/parts.ts';
import { route } from '../../src/router/router.ts';
import { PlayedAdapter, type Play } from './adapters.ts';
import { FakeClock } from './fakeClock.ts';
import { MemoryWorkspace } from './memoryWorkspace.ts';
import { request, start } from './requests.ts';
import { settingsFor } from './settings.ts';

/** What whoever asked was shown, in order. */
export type Shown =
	| { readonly text: string; readonly from: string }
	| { readonly withdrawn: string; readonly because: Failure['kind'] };

/** Everything a route needs, around providers that play their parts. */
export class Stage {
	readonly clock = new FakeClock(start);
	readonly journal: Journal;
	readonly adapter: PlayedAdapter;
	readonly workspace = new MemoryWorkspace({ 'src/a.ts': 'old\n' });
	readonly settings: Settings;
	readonly cancel = new AbortController();
	readonly shown: Shown[] = [];
	/** Ends the running attempt in favour of the next provider; `null` while none runs. */
	skip: (() => void) | null = null;
	readonly #different: Partial<RouterParts>;

	constructor(
		cast: readonly (readonly [provider: Provider, play: Play])[],
		different: { readonly settings?: Partial<Settings>; readonly health?: Health } & {
			readonly parts?: Partial<RouterParts>;
		} = {},
	) {
		this.journal = createJournal(this.clock, different.health ?? healthy);
		this.adapter = new PlayedAdapter(this.clock, new Map(cast.map(([{ id }, play]) => [id, play])));
		this.settings = settingsFor(
			cast.map(([provider]) => provider),
			different.settings,
		);
		this.#different = different.parts ?? {};
	}

	/** Starts one route; several may run at once. */
	route(asked: CodeRequest = request(), asker: Partial<Asker> = {}): Promise<Outcome> {
		const parts: RouterParts = {
			clock: this.clock,
			journal: this.journal,
			settings: this.settings,
			kinds,
			folder: '/folder',
			adapter: () => Promise.resolve(this.adapter),
			workspace: () => Promise.resolve(this.workspace),
			describe: (changes) =>
				Promise.resolve({ files: changes.map(({ path }) => ({ path, what: 'changed' })), diff: '' }),
			readKey: () => Promise.resolve(null),
			accounts: () => Promise.resolve([]),
			...this.#different,
		};
		return route(
			asked,
			{
				cancelled: this.cancel.signal,
				onSkippable: (skip) => {
					this.skip = skip;
				},
				onText: (text, provider) => {
					this.shown.push({ text, from: provider.id });
				},
				onWithdrawn: (provider, failure) => {
					this.shown.push({ withdrawn: provider.id, because: failure.kind });
				},
				answer: () => Promise.resolve(false),
				permit: () => Promise.resolve(false),
				...asker,
			},
			parts,
		);
	}

	/** Whom each attempt went to, in order. */
	get asked(): readonly string[] {
		return this.adapter.asked.map(({ provider }) => provider.id);
	}
}

/** Each attempt of an outcome as `provider: kind of failure`, or `provider` for the one that answered. */
export function told(outcome: Outcome): readonly string[] {
	return outcome.attempts.map(({ provider, failure }) =>
		failure === null ? provider : `${provider}: ${failure.kind}`,
	);
}
