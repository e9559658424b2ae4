import { accountOf, type Profile, type Provider } from '../../src/core/provider.ts';
import { defaults, parseSettings, type Settings } from '../../src/core/settings.ts';
import { createChance } from './chance.ts';
import type { LimitRule } from './limits.ts';
import type { Incidents, ProviderModel, Reached, Trace } from './trace.ts';
import { type Span, windowsOf, windowsWithin } from './windows.ts';

/** One way to an answer: a profile of a provider. */
export interface Lane {
	readonly place: number;
	readonly provider: Provider;
	readonly profile: Profile;
	readonly model: ProviderModel;
	/** What goes wrong with it, each with its number in the trace. */
	readonly incidents: readonly NumberedIncidents[];
	/** The numbers of the trace's limits that it draws on. */
	readonly limits: readonly number[];
	/** What those limits are. */
	readonly rules: readonly LimitRule[];
}

export interface NumberedIncidents extends Incidents {
	readonly number: number;
}

/** Everything about a trace that is the same whoever routes. */
export interface Stage {
	readonly trace: Trace;
	readonly settings: Settings;
	readonly accounts: readonly string[];
	readonly lanes: readonly Lane[];
	readonly seed: number;
}

/** The settings come through the extension's own reader, so that every default is the user's. */
export function stageOf(trace: Trace, seed: number, span: Span): Stage {
	const entries = trace.providers.map(({ entry }) => entry);
	const user = { providers: entries, consent: 'allow' };
	const { settings, problems } = parseSettings({ user, workspace: {} }, defaults);
	if (problems.length > 0) {
		throw new Error(`the settings of "${trace.name}" are wrong: ${JSON.stringify(problems)}`);
	}
	const incidents = trace.faults.map((model, number): NumberedIncidents => {
		const chance = createChance(seed + 101 * (number + 1));
		const { rhythm, phases } = model;
		const windows =
			phases === undefined
				? windowsOf(chance, span, rhythm)
				: windowsWithin(chance, windowsOf(chance, span, phases), rhythm);
		return { model, windows, number };
	});
	const lanes = settings.providers
		.flatMap((provider, index) => provider.profiles.map((profile) => ({ provider, profile, index })))
		.map(({ provider, profile, index }, place): Lane => {
			const model = trace.providers[index];
			if (model === undefined) {
				throw new Error(`"${trace.name}" has no model of "${provider.id}"`);
			}
			const limits = [...trace.limits.entries()].filter(([, limit]) => reaches(limit, provider, profile));
			return {
				place,
				provider,
				profile,
				model,
				incidents: incidents.filter((each) => reaches(each.model, provider, profile)),
				limits: limits.map(([number]) => number),
				rules: limits.map(([, { rule }]) => rule),
			};
		});
	const accounts = lanes.map(({ provider, profile }) => accountOf(provider, profile));
	return { trace, settings, accounts, lanes, seed };
}

function reaches(reached: Reached, { id, baseUrl }: Provider, { name }: Profile): boolean {
	const host = baseUrl === null ? null : new URL(baseUrl).hostname;
	return [
		[reached.host, host],
		[reached.provider, id],
		[reached.profile, name],
	].every(([wanted, has]) => wanted === undefined || wanted === has);
}
