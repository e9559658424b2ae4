import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classify, type Evidence, type Model, readModel, type Recognition } from '../core/classify.ts';

/** A recogniser with the shipped model, which is read once. */
export function createRecogniser(): (text: string, evidence: Evidence) => Recognition {
	const model = readShippedModel();
	return (text, evidence) => classify(text, evidence, model);
}

/** The learned weights, from a file beside this one, here and in `dist`: as text in the code they would be a third larger. */
export function readShippedModel(): Model {
	return readModel(readFileSync(join(import.meta.dirname, 'classifyModel.bin')));
}
