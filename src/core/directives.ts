import type { Provider } from './provider.ts';
import { type Nameable, resolveReference } from './references.ts';
import { capabilities, type Capability, type KeywordMatch, type RequestFacts } from './request.ts';

/** What a user wrote into a prompt for Switchyard and not for a model. */
export interface Directives {
	/** The prompt without them. */
	readonly text: string;
	/** Ids of the providers asked for by `@name`, in that order. */
	readonly preferred: readonly string[];
	/** Ids of the providers ruled out by `-@name`. */
	readonly excluded: readonly string[];
	/** By `@llm` and `@agent`. */
	readonly kind: RequestFacts['kind'];
	/** By `#testing` and the like. */
	readonly capabilities: readonly Capability[];
	/** By `!deep` and `!fast`; the last one counts. */
	readonly effort: 'deep-thinking' | 'fast-thinking' | null;
}

/**
 * Quoted code, which is the user's subject, whatever it looks like; or a sign and a name that stand alone, with the
 * comma or full stop after them.
 */
const quotedOrDirective =
	/```[\s\S]*?(?:```|$)|`[^`\n]*`|(?<=^|\s)(-@|@|#|!)([A-Za-z0-9][\w./-]*?)[,;:.!?]?(?:[^\S\n]+|(?=\n|$))/g;

/**
 * Reads `@codex`, `@llm`, `@agent`, `-@codex`, `#testing`, `!deep` and `!fast`. A name that means nothing here stays in
 * the text: it is the user's word.
 */
export function parseDirectives(prompt: string, nameable: Nameable): Directives {
	const preferred = new Set<string>();
	const excluded = new Set<string>();
	const asked = new Set<Capability>();
	let kind: RequestFacts['kind'] = 'any';
	let effort: Directives['effort'] = null;
	const take = (sign: string, name: string): boolean => {
		if (sign === '#') {
			const capability = kindsOfWork.find((each) => each === name.toLowerCase());
			if (capability !== undefined) {
				asked.add(capability);
			}
			return capability !== undefined;
		}
		if (sign === '!') {
			effort = efforts.get(name.toLowerCase()) ?? effort;
			return efforts.has(name.toLowerCase());
		}
		const provider = resolveReference(name, nameable);
		if (provider.ok) {
			(sign === '@' ? preferred : excluded).add(provider.id);
			return true;
		}
		if (name !== 'llm' && name !== 'agent') {
			return false;
		}
		const other = name === 'llm' ? 'agent' : 'llm';
		kind = sign === '@' ? name : other;
		return true;
	};
	const text = prompt
		.replace(quotedOrDirective, (whole: string, sign: string | undefined, name: string | undefined) =>
			sign !== undefined && name !== undefined && take(sign, name) ? '' : whole,
		)
		.trim();
	return {
		text,
		preferred: [...preferred].filter((id) => !excluded.has(id)),
		excluded: [...excluded],
		kind,
		capabilities: [...asked],
		effort,
	};
}

/** The keywords of providers that stand in a prompt as words of their own, whatever their case. */
export function keywordsIn(
	text: string,
	providers: readonly Pick<Provider, 'id' | 'keywords'>[],
): readonly KeywordMatch[] {
	const small = text.toLowerCase();
	return providers.flatMap(({ id, keywords }) =>
		keywords.flatMap((keyword, place) =>
			standsIn(small, keyword.toLowerCase()) ? [{ provider: id, keyword: place }] : [],
		),
	);
}

const kindsOfWork = capabilities.filter((name) => !name.endsWith('-thinking'));

const efforts: ReadonlyMap<string, 'deep-thinking' | 'fast-thinking'> = new Map([
	['deep', 'deep-thinking'],
	['fast', 'fast-thinking'],
]);

/** A word ends where no letter or digit follows; Chinese, Japanese and Korean have no such ends. */
function standsIn(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		const before = text.slice(Math.max(0, at - 2), at);
		const after = text.slice(at + word.length, at + word.length + 2);
		if (!goesOn(before, word) && !goesOn(word, after)) {
			return true;
		}
	}
	return false;
}

const withoutEnds = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether a word goes on from one text into the next. */
function goesOn(one: string, next: string): boolean {
	const end = /.$/su.exec(one)?.[0] ?? '';
	const [start = ''] = next;
	return [end, start].every((sign) => /[\p{L}\p{N}_]/u.test(sign) && !withoutEnds.test(sign));
}
