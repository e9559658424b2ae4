import type { Provider } from '../core/provider.ts';
import { staysWithin } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';

/** A model as VS Code lists it, but for its name. */
export interface OfferedModel {
	readonly id: string;
	readonly family: string;
	readonly version: string;
	/** Tokens. */
	readonly maxInputTokens: number;
	readonly maxOutputTokens: number;
	/** The provider that is asked, and nobody else; `null`: whoever is best. */
	readonly provider: string | null;
}

/** The model that stands for all of them. */
const autoModel = 'auto' as const;

/** Before the id of a provider, so that none can be taken for `autoModel`. */
const providerPrefix = 'provider/';

/**
 * Of a model whose context nobody knows, in tokens: what every model of the public catalogue but the smallest takes. VS Code
 * cuts what it sends to this, so too much would be refused and too little is only a pity; `contextTokens` sets it right.
 */
const usualContext = 32_768;
/** The part of a context that is kept for the answer, where no limit is set; never more than `mostForAnswer` tokens. */
const partForAnswer = 4;
const mostForAnswer = 16_384;

/** The kinds that can serve as a model: a whole conversation with tools means nothing to an agent, which has its own. */
export const servingKinds: readonly Provider['kind'][] = ['openai'];

/** The models that Switchyard offers now: one for all, and one for each API that may be asked. */
export function offeredModels(settings: Pick<Settings, 'providers' | 'reach'>, ready: (provider: Provider) => boolean) {
	const serving = settings.providers.filter(
		(provider) =>
			provider.enabled &&
			servingKinds.includes(provider.kind) &&
			staysWithin(provider.reach, settings.reach) &&
			ready(provider),
	);
	const models = serving.map(modelOf);
	return [autoOf(models), ...models];
}

/**
 * Takes what the largest of them takes: who is too small for a request is passed over. It is there even where nobody can
 * serve, since VS Code runs no participant of a chat, which asks agents too, where it knows no model at all.
 */
function autoOf(models: readonly OfferedModel[]): OfferedModel {
	const usual = sizesOf(usualContext, null);
	const most = (size: (model: Sizes) => number) => (models.length === 0 ? size(usual) : Math.max(...models.map(size)));
	return {
		id: autoModel,
		family: 'switchyard',
		version: '1',
		maxInputTokens: most(({ maxInputTokens }) => maxInputTokens),
		maxOutputTokens: most(({ maxOutputTokens }) => maxOutputTokens),
		provider: null,
	};
}

function modelOf({ id, model, contextTokens, maxOutputTokens }: Provider): OfferedModel {
	return {
		id: `${providerPrefix}${id}`,
		family: model ?? id,
		version: model ?? '1',
		...sizesOf(contextTokens ?? usualContext, maxOutputTokens),
		provider: id,
	};
}

type Sizes = Pick<OfferedModel, 'maxInputTokens' | 'maxOutputTokens'>;

/** Together never more than the context. */
function sizesOf(context: number, mostOutput: number | null): Sizes {
	const output = Math.min(mostOutput ?? Math.floor(context / partForAnswer), mostForAnswer, context - 1);
	return { maxInputTokens: Math.max(1, context - Math.max(1, output)), maxOutputTokens: Math.max(1, output) };
}

/** The model of this id, which VS Code may remember from before the settings changed. */
export function offeredModel(models: readonly OfferedModel[], id: string): OfferedModel | null {
	return models.find((model) => model.id === id) ?? null;
}
