import type { contextIds } from './editor/commandIds.ts';
import type { Handler } from './editor/handlers.ts';
import type { AskInstruction } from './editor/instruction.ts';
import type { Context } from './editor/showContext.ts';
import { type House, requestParts } from './house.ts';
import { once } from './late.ts';

/** What goes along with questions, and what was sent. */
export interface Sending extends Pick<Context, 'complete' | 'prepare'> {
	readonly ask: AskInstruction;
	readonly handlers: Readonly<Record<(typeof contextIds)[number], Handler>>;
}

/** Loads it at the first call. */
export function lateSending(house: House): () => Promise<Sending> {
	return once(async () => {
		const { askInstruction, createContext } = await import('./lazy/context.ts');
		const { documents, journal, late, standing } = house;
		const ignored = async (files: readonly string[]) =>
			(await late.workspace()).ignored(files, new AbortController().signal);
		const context = createContext({
			...requestParts(house),
			journal,
			documents,
			standing,
			ignored,
			clockFace: house.clockFace,
		});
		return {
			ask: askInstruction,
			complete: (...given) => context.complete(...given),
			prepare: (...given) => context.prepare(...given),
			handlers: { 'switchyard.showContext': (...given) => context.show(given) },
		};
	});
}
