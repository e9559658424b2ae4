import { isBreak } from './promptWords.ts';

/** Words that carry the form of a sentence. Every other word is known by its ending alone. */
const formWords = new Set(
	(
		'a an the this that these those my our your his her its their i we you he she it they me us them him who whom ' +
		"which what whats where when why how whether if is are was were am be been being isn't aren't wasn't weren't has " +
		"have had hasn't haven't do does did don't doesn't didn't can could can't cannot couldn't will would won't " +
		"wouldn't should shouldn't must may might shall and or but nor so yet because since while though although as than " +
		'then else not no never nothing nobody none without with of in on at by for from to into onto over under after ' +
		'before between through during until out off up down about against per via like instead only just also too still ' +
		'already again ever always often sometimes once twice all any some every each both either neither one two three ' +
		'more most less least much many few several other another same such own there here now today yesterday please ' +
		"thanks let's isn i'm i've we're we've it's that's there's anyone someone somebody anybody need want make get got " +
		'give take let help'
	).split(' '),
);

const nounEndings = ['tion', 'ment', 'ness', 'ity', 'ance', 'ence', 'ism'];
const adjectiveEndings = ['able', 'ible', 'ive', 'ous', 'ful', 'less', 'al', 'ic'];

/** A word that carries form as it is; a number, a name or another word by its ending. */
export function shapeOf(word: string): string {
	if (formWords.has(word)) {
		return word;
	}
	const first = word.charCodeAt(0);
	if (first >= 48 && first <= 57) {
		return '0';
	}
	if (/[\d_]/.test(word)) {
		return 'X';
	}
	if (word.charCodeAt(word.length - 1) > 127 || word.length < 4) {
		return 'N';
	}
	return endingOf(word);
}

function endingOf(word: string): string {
	const long = word.length > 4;
	if (long && word.endsWith('ing')) {
		return 'ING';
	}
	if (word.endsWith('ed')) {
		return 'ED';
	}
	if (long && word.endsWith('ly')) {
		return 'LY';
	}
	const single = word.endsWith('s') ? word.slice(0, -1) : word;
	if (word.length > 5 && nounEndings.some((ending) => single.endsWith(ending))) {
		return 'ION';
	}
	if (long && (single.endsWith('er') || single.endsWith('or'))) {
		return 'ER';
	}
	if (word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) {
		return 'N';
	}
	if (single !== word) {
		return 'S';
	}
	return long && adjectiveEndings.some((ending) => word.endsWith(ending)) ? 'ADJ' : 'N';
}

/** What the verb that opens a request is about. */
const requests: Readonly<Record<string, string>> = {
	create:
		'write create build implement generate make add code develop produce draw render scaffold set put port extend ' +
		'provide hide show parse print convert compute simulate support allow let give finish complete hook wire ' +
		'introduce send emit export import',
	change:
		'refactor rename extract split move inline merge replace remove drop clean tidy simplify flatten turn switch swap ' +
		'migrate rewrite restructure untangle pull break get group sort reorder collapse unify dedupe delete eliminate ' +
		'tighten modernise modernize reorganise reorganize separate strip shorten use kill push lift hoist decouple ' +
		'isolate consolidate',
	judge:
		'review check judge look go have take eyeball compare rate rank verify audit inspect scan assess critique nitpick ' +
		'spot find list tell point flag roast grade',
	tell: 'explain describe walk decode translate teach help break elaborate clarify unpack define outline illustrate summarise summarize',
	words:
		'document comment annotate reword update draft record fill compose phrase note transcribe expand polish proofread',
	speed:
		'optimise optimize speed profile cut reduce shrink shave vectorise vectorize parallelise parallelize cache trim squeeze lower',
	test: 'test cover mock stub fake assert exercise fuzz prove reproduce pin drive validate ensure',
	think: 'design plan propose sketch model think suggest recommend choose decide advise evaluate weigh help',
	fix: 'fix debug solve repair resolve diagnose troubleshoot investigate trace track figure',
};

const requested = new Map<string, string>();
for (const [name, verbs] of Object.entries(requests)) {
	for (const verb of verbs.split(' ')) {
		const before = requested.get(verb);
		requested.set(verb, before === undefined ? name : `${before}/${name}`);
	}
}

const setOf = (words: string) => new Set(words.split(' '));

const determiners = setOf('the a an my our your this that these those his her their its some every each all both no');
const auxiliaries = setOf(
	"is are was were am do does did has have had can could would will should shall may might must isn't aren't " +
		"doesn't don't didn't can't won't shouldn't wouldn't isnt doesnt dont",
);
const questionWords = setOf("what why how which who where when whose whats what's how's who's where's");
const openers = setOf(
	'please pls plz kindly just now then so and but also ok okay hey hi hello quick quickly well maybe could can would you',
);
const afterQuestionWord = setOf('to do much many long come');
const afterAuxiliary = setOf('i we you this it there that they my our the a');
const speakers = setOf("i we i'm i've we're we've i'd we'd im ive");
const saidOfOneself = setOf(
	"need want would have get got am are can can't cannot don't see think like use added changed tried know wonder wrote " +
		'should must could keep just run upgraded expect still lose render',
);
const subjects = setOf('it they he she this that there you people users user someone nobody everyone');
const predicates = setOf(
	"is are was were isn't aren't has have does doesn't don't did didn't can can't cannot should must will won't needs need " +
		'gets would could goes comes takes',
);
const linkWords = setOf('to for that which with');
const politeOpeners = setOf('can could would will');

/** What each sentence does: a request and of what kind, a question and how it opens, or a statement about whom. */
export function actsOf(words: readonly string[]): string[] {
	const acts: string[] = [];
	let start = 0;
	for (let at = 0; at <= words.length; at++) {
		const word = words[at];
		if (word === undefined || endsSentence(word)) {
			if (at > start) {
				acts.push(actOf(words, start, at) + (word === '?' || word === '？' ? '?' : ''));
			}
			start = at + 1;
		}
	}
	return acts;
}

/** Whether this word of punctuation ends a sentence. */
export function endsSentence(word: string): boolean {
	return word.length === 1 && '.?!\n。？！'.includes(word);
}

function actOf(words: readonly string[], start: number, end: number): string {
	const wordAt = (at: number) => (at < end ? (words[at] ?? '') : '');
	const [opening, next] = [wordAt(start), wordAt(start + 1)];
	const isPolite = end - start > 2 && politeOpeners.has(opening) && next === 'you';
	let at = start;
	while (at < end - 1 && (openers.has(wordAt(at)) || isBreak(wordAt(at)))) {
		at += 1;
	}
	const first = wordAt(at);
	const request = requested.get(first);
	if (request !== undefined && (isPolite || !auxiliaries.has(opening))) {
		return `request ${request}`;
	}
	if (questionWords.has(opening)) {
		const form = auxiliaries.has(next) ? 'aux' : afterQuestionWord.has(next) ? next : '';
		return `question ${opening} ${form}`;
	}
	if (auxiliaries.has(opening)) {
		return `whether ${opening} ${afterAuxiliary.has(next) ? next : ''}`;
	}
	return statementOf(words.slice(start, end), first);
}

function statementOf(sentence: readonly string[], first: string): string {
	const body = sentence.filter((word) => !isBreak(word)).slice(0, 14);
	const second = body[1] ?? '';
	if (speakers.has(first)) {
		return `${first} ${saidOfOneself.has(second) ? second : ''}`;
	}
	const digit = first.charCodeAt(0) >= 48 && first.charCodeAt(0) <= 57;
	const subject = determiners.has(first) ? 'the' : digit ? '0' : subjects.has(first) ? first : 'n';
	return `statement ${subject} ${predicateOf(body)}`;
}

/** The verb of a statement, as far as its form gives it away. */
function predicateOf(body: readonly string[]): string {
	let likely = '';
	for (const word of body.slice(1)) {
		if (predicates.has(word)) {
			return word;
		}
		if (likely !== '') {
			continue;
		}
		if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !determiners.has(word)) {
			likely = 's';
		} else if (word.length > 4 && word.endsWith('ed')) {
			likely = 'ed';
		} else if (linkWords.has(word)) {
			likely = `- ${word}`;
		}
	}
	return likely;
}

const signs: readonly ReadonlySet<string>[] = [
	setOf("i i'm i've im me i'd"),
	setOf("we our us we're"),
	setOf('my mine'),
	setOf('you your'),
	setOf('should must shall'),
	setOf("not don't doesn't didn't can't never no isn't won't without cannot"),
	setOf('?'),
	setOf('is are was were am be'),
];

/** Which signs a prompt has, a digit each: who speaks, of what, whether something should be, is not, is asked. */
export function signatureOf(words: readonly string[]): string {
	return signs.map((set) => (words.some((word) => set.has(word)) ? '1' : '0')).join('');
}
