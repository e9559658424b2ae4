import type { Question } from './question.ts';

/** What was asked in this window, to be asked again. In memory alone, since a question holds code. */
export interface Asked {
	keep(route: string, question: Question): void;
	/** With `only`: asked of that provider alone, whatever its words say about who is asked. `null`: no longer known. */
	again(route: string, only?: string): Question | null;
}

/** As many as the stories that are told of routes; each may hold 60,000 characters and more. */
const kept = 50;

export function createAsked(): Asked {
	const asked = new Map<string, Question>();
	return {
		keep(route, question) {
			asked.set(route, question);
			for (const oldest of [...asked.keys()].slice(0, -kept)) {
				asked.delete(oldest);
			}
		},
		again(route, only) {
			const question = asked.get(route) ?? null;
			return question === null || only === undefined ? question : askedOf(question, only);
		},
	};
}

function askedOf(question: Question, only: string): Question {
	const { directives } = question;
	return { ...question, only, directives: { ...directives, preferred: [], excluded: [], kind: 'any' } };
}
