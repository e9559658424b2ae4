/** A prompt taken apart: what the user says, what was pasted, and what can be told from its form. */
export interface PromptText {
	/** Lower case, a line feed between lines. */
	readonly prose: string;
	readonly code: string;
	readonly marks: readonly string[];
}

const headCharacters = 1200;
const tailCharacters = 400;

/**
 * Tells the user's own sentences from code, logs and diffs that were pasted. Looks at the first 1,200 and the last 400
 * characters only, so that the length of a prompt costs nothing.
 */
export function readPrompt(text: string): PromptText {
	const short = text.length <= headCharacters + tailCharacters;
	const seen = short ? text : `${text.slice(0, headCharacters)}\n${text.slice(-tailCharacters)}`;
	const prose: string[] = [];
	const code: string[] = [];
	const marks = new Set<string>();
	let fenced = false;
	let pasting = false;
	for (const line of seen.replaceAll('\r', '').split('\n')) {
		const bare = line.trim();
		if (bare.startsWith('```')) {
			fenced = !fenced;
			pasting = false;
			continue;
		}
		if (bare === '') {
			pasting = false;
			continue;
		}
		noteForm(bare, marks);
		const pasted: boolean = fenced || looksPasted(line, bare, pasting);
		pasting = pasted;
		(pasted ? code : prose).push(bare);
	}
	// A prompt of nothing but code is read as what was said.
	const said = prose.length > 0 ? prose : code;
	if (code.length > 0) {
		marks.add(prose.length > 0 ? 'code' : 'code only');
	}
	const joined = said.join('\n').toLowerCase().normalize('NFKC');
	noteLength(joined, text.length, marks);
	if (/[?？]\s*$/.test(said.at(-1) ?? '')) {
		marks.add('ends with question');
	} else if (/[?？]/.test(joined)) {
		marks.add('question');
	}
	return { prose: joined, code: prose.length > 0 ? code.join('\n') : '', marks: [...marks] };
}

const openings =
	/^(?:[-+]{1,3} |@@|diff --git|index [0-9a-f]{7}|\/\/|\/\*|\*\/|<\/?[a-z!?][^ ]*|#include|#\[|@[A-Za-z]+(?:\(|$)|\$ |[{}()[\]]|"[^"]*":|(?:def|class|func|fn|pub|impl|struct|enum|interface|type|const|let|var|import|from|export|public|private|protected|static|void|async|for|while|if|else|switch|case|return|try|catch|package|use|namespace|module|begin|end|int|char|float|double|select|insert|update|delete|create|alter|where|left join|join|group by|order by|traceback|caused by|exception in|file ".*", line|at [\w.$<>]+[( ])\b)/i;

/** Whether a line is code, a log or a diff rather than a sentence. Right after a pasted line less is enough. */
function looksPasted(line: string, bare: string, pasting: boolean): boolean {
	const symbols = count(bare, /[{}()[\];=<>|&$\\@#*+/_"'`:%]/g) / bare.length;
	const opens = openings.test(bare);
	if (/[{};]$|=>|\)\s*:?$|^\S+\s*(?::?=|\+=)\s|^\w+\(.*\)/.test(bare) && (symbols > 0.06 || opens)) {
		return !/^[\p{L}' ,]{25,}/u.test(bare) || /[{};]$/.test(bare);
	}
	if (opens && symbols > 0.04) {
		return !/^[a-z]+ [\p{L}' ,]{22,}/iu.test(bare);
	}
	if (/^\s{2,}|^\t/.test(line) && (pasting || symbols > 0.08)) {
		return true;
	}
	return pasting ? symbols > 0.05 || opens || bare.length < 12 : symbols > 0.17;
}

const forms: readonly (readonly [name: string, form: RegExp])[] = [
	['diff', /^(?:diff --git|@@ |--- a\/|\+\+\+ b\/)|^[-+] {1,}\S/],
	['stack trace', /^\s*at [\w.$<>]+[( ]|^Traceback|^File ".*", line \d+|Caused by:|panicked at|goroutine \d+/],
	['error', /\b(?:[A-Z]\w*(?:Error|Exception)\b|error(?:\[\w+\])?:|ERROR|FATAL|SIG[A-Z]{3,4}|errno|E[A-Z]{5,})/],
	['test code', /\b(?:describe|it|test|expect|assert\w*|@Test|beforeEach)\s*\(|@Test\b|def test_|func Test|#\[test\]/],
	['signature', /^(?:export |pub |public |async |static )*(?:def|function|func|fn|fun)\b[^{]*$/],
	['sql', /^(?:select|insert|update|delete|with|alter|create (?:table|index))\b.*\b(?:from|into|set|table|as|on)\b/i],
	['plan', /\b(?:Seq Scan|actual time|rows=\d|Index Scan|cum%|flat%|p9[59]|ncalls|EXPLAIN)\b/],
	['to do', /\b(?:TODO|FIXME|NotImplementedError|unimplemented!|todo!)/],
	['log', /^\d{4}-\d\d-\d\d[T ]\d\d:|^\[\w+\] |\b(?:WARN|INFO|DEBUG)\b/],
	['markup', /^<\/?[a-z]/],
	['commits', /^[0-9a-f]{5,10} \w+|^\w{2,5}-\d+ |^(?:feat|fix|chore|docs)(?:\(.*\))?: /],
];

function noteForm(bare: string, marks: Set<string>): void {
	for (const [name, form] of forms) {
		if (form.test(bare)) {
			marks.add(name);
		}
	}
}

function noteLength(said: string, whole: number, marks: Set<string>): void {
	marks.add(`said ${String(Math.min(6, Math.floor(Math.log2(1 + said.length / 20))))}`);
	marks.add(`whole ${String(Math.min(5, Math.floor(Math.log2(1 + whole / 60))))}`);
}

function count(text: string, form: RegExp): number {
	return text.match(form)?.length ?? 0;
}
