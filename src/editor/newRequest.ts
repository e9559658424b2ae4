import { keywordsIn } from '../core/directives.ts';
import { type CodeRequest, lengthOf, type RequestFacts } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { Clock } from '../router/clock.ts';
import { type Chosen, wishesOf } from './chosen.ts';
import type { Question } from './question.ts';

/** Tokens kept free for the answer. */
const answerTokens = 2000;

export interface RequestParts {
	readonly clock: Clock;
	/** What holds for a request about this folder. */
	settings(folder?: string | null): Settings;
	/** What the user has chosen for all requests. */
	chosen(): Chosen;
	newId(): string;
	newSeed(): number;
}

/** Characters per token, where nobody has counted. OpenAI's help pages give four for English text. */
const charactersPerToken = 4;

/** What a route goes on from; nothing of that in one that begins. */
export type GoesOn = Pick<RequestFacts, 'continues' | 'excluded' | 'setOut'>;

export const begins: GoesOn = { continues: null, excluded: [], setOut: null };

/** A request out of a question; `goesOn` carries what an earlier route of the same question has excluded. */
export function requestOf(
	question: Question,
	{ continues, excluded, setOut }: GoesOn,
	parts: RequestParts,
): CodeRequest {
	const settings = parts.settings(question.folder);
	const promptCharacters = lengthOf(question.payload);
	const { least, optional } = question.tokens ?? {
		least: Math.ceil(promptCharacters / charactersPerToken),
		optional: 0,
	};
	const { directives, only = null } = question;
	const chosen = wishesOf(parts.chosen());
	const pinned = only ?? chosen.pinned;
	// Who is asked for by name is asked, although it is excluded from all other requests.
	const left = chosen.excluded.filter((id) => id !== only && !directives.preferred.includes(id));
	const ruledOut = [...new Set([...excluded, ...directives.excluded, ...left])];
	const preferred = [...new Set([...directives.preferred, ...chosen.preferred])].filter((id) => !ruledOut.includes(id));
	return {
		facts: {
			id: parts.newId(),
			command: question.command,
			task: question.task,
			needs: question.needs,
			recognised: question.recognised,
			reach: settings.reach,
			billing: 'metered',
			promptCharacters,
			contextTokens: least + answerTokens,
			...(optional === 0 ? {} : { optionalTokens: optional }),
			answerTokens,
			limits: settings.limits,
			isolation: question.isolation,
			deadline: parts.clock.now() + settings.deadlineMs,
			// What is named for this one request outranks what is picked for all of them.
			pinned: pinned !== null && (ruledOut.includes(pinned) || directives.preferred.length > 0) ? null : pinned,
			preferred,
			kind: directives.kind,
			keywords: keywordsIn(question.payload.instruction, settings.providers),
			excluded: ruledOut,
			continues,
			setOut,
			seed: parts.newSeed(),
		},
		payload: question.payload,
	};
}
