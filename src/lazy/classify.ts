import { classify, type Evidence, readModel, type Recognition } from '../core/classify.ts';
import { learnedWeights } from '../core/classifyModel.ts';

/** A recogniser with the shipped model, which is read once. */
export function createRecogniser(): (text: string, evidence: Evidence) => Recognition {
	const model = readModel(learnedWeights);
	return (text, evidence) => classify(text, evidence, model);
}
