/** What of Stryker's results is read (its schema calls it a mutation testing report). Lines and columns start at 1. */
export interface Results {
	readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
	readonly mutatorName: string;
	readonly replacement?: string;
	readonly status: string;
	readonly static?: boolean;
	readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
	readonly line: number;
	readonly column: number;
}

/**
 * Why survivors may live: those of `file` whose first line, trimmed, is `code`; with `replacement` only those that put it
 * there. The line instead of its number: a reason outlives changes around it, and not a change of what it is about.
 */
export interface Reason {
	readonly file: string;
	readonly code: string;
	readonly replacement?: string;
	readonly reason: string;
}

export interface Page {
	readonly text: string;
	/** In percent. */
	readonly score: number;
	readonly unexplained: number;
	readonly unused: readonly Reason[];
}

interface Survivor {
	readonly file: string;
	readonly line: number;
	readonly code: string;
	readonly original: string;
	readonly replacement: string;
	readonly covered: boolean;
	readonly reason: Reason | null;
}

interface Count {
	noticed: number;
	survived: number;
	uncovered: number;
}

export function mutationPage({ files }: Results, reasons: readonly Reason[]): Page {
	const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
	const mutants = sorted.flatMap(([, file]) => file.mutants);
	const survivors = sorted.flatMap(([name, file]) => survivorsOf(name, file, reasons));
	const used = new Set(survivors.map(({ reason }) => reason));
	const score = scoreOf(count(mutants));
	const withoutTables = scoreOf(count(mutants.filter((mutant) => mutant.static !== true)));
	const text = [
		...introduction(score, withoutTables),
		...table(sorted.map(([name, file]) => [name, count(file.mutants)])),
		'## Survivors',
		'',
		...sorted.flatMap(([name]) => listed(name, survivors)),
	].join('\n');
	return {
		text,
		score,
		unexplained: survivors.filter(({ reason }) => reason === null).length,
		unused: reasons.filter((reason) => !used.has(reason)),
	};
}

function introduction(score: number, withoutTables: number): string[] {
	return [
		'# Mutation testing',
		'',
		'Every small way to break the files of the table is tried, one at a time: a condition turned round, a number or a',
		'string replaced, a call left out. A mutant is noticed when a unit test fails. Written by `npm run mutation`; the',
		'reasons stand in `scripts/mutation/reasons.json`.',
		'',
		`**${score.toFixed(1)} %** are noticed; ${withoutTables.toFixed(1)} % without the tables that are evaluated while a file loads. The recogniser,`,
		'its words and its weights are left out, since what counts there is how often it is right ([CLASSIFIER.md](CLASSIFIER.md)',
		'measures that), and so is the generated catalogue. A mutant that hangs counts as noticed; one that the compiler would',
		'refuse is still tried.',
		'',
	];
}

function table(rows: readonly (readonly [string, Count])[]): string[] {
	const row = (name: string, counted: Count) =>
		`| ${name} | ${scoreOf(counted).toFixed(1)} | ${counted.noticed} | ${counted.survived} | ${counted.uncovered} |`;
	const sum = { noticed: 0, survived: 0, uncovered: 0 };
	for (const [, each] of rows) {
		sum.noticed += each.noticed;
		sum.survived += each.survived;
		sum.uncovered += each.uncovered;
	}
	return [
		'| file | % noticed | noticed | survived | never run |',
		'|---|---:|---:|---:|---:|',
		...rows.map(([name, counted]) => row(`\`${name}\``, counted)),
		row('all', sum),
		'',
	];
}

/** Errors of the run itself, and what is ignored, count nowhere. */
function count(mutants: readonly Mutant[]): Count {
	const having = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length;
	return { noticed: having('Killed', 'Timeout'), survived: having('Survived'), uncovered: having('NoCoverage') };
}

function scoreOf({ noticed, survived, uncovered }: Count): number {
	const all = noticed + survived + uncovered;
	return all === 0 ? 100 : (100 * noticed) / all;
}

function survivorsOf(
	file: string,
	{ source, mutants }: Results['files'][string],
	reasons: readonly Reason[],
): readonly Survivor[] {
	const lines = source.split('\n');
	return mutants
		.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
		.sort((one, other) => one.location.start.line - other.location.start.line)
		.map(({ location, replacement = '', status }) => {
			const code = (lines[location.start.line - 1] ?? '').trim();
			const reason = reasons.find(
				(each) => each.file === file && each.code === code && (each.replacement ?? replacement) === replacement,
			);
			return {
				file,
				line: location.start.line,
				code,
				original: between(lines, location.start, location.end),
				replacement,
				covered: status === 'Survived',
				reason: reason ?? null,
			};
		});
}

function between(lines: readonly string[], start: Place, end: Place): string {
	const last = lines[end.line - 1] ?? '';
	if (start.line === end.line) {
		return last.slice(start.column - 1, end.column - 1);
	}
	return [
		(lines[start.line - 1] ?? '').slice(start.column - 1),
		...lines.slice(start.line, end.line - 1),
		last.slice(0, end.column - 1),
	].join('\n');
}

/** Survivors of one line with one reason share an entry. */
function listed(file: string, survivors: readonly Survivor[]): string[] {
	const own = survivors.filter((survivor) => survivor.file === file);
	if (own.length === 0) {
		return [];
	}
	const entries = new Map<string, Survivor[]>();
	for (const survivor of own) {
		const key = `${survivor.line} ${survivor.reason?.reason ?? ''}`;
		entries.set(key, [...(entries.get(key) ?? []), survivor]);
	}
	return [`### ${file}`, '', ...[...entries.values()].map(entryOf), ''];
}

function entryOf(survivors: readonly Survivor[]): string {
	const changes = survivors.map(
		({ original, replacement, covered }) =>
			`${inline(original)} → ${inline(replacement)}${covered ? '' : ' (never run)'}`,
	);
	const [first] = survivors;
	return `- Line ${first?.line ?? 0}: ${changes.join('; ')}. ${first?.reason?.reason ?? '**No reason yet.**'}`;
}

function inline(code: string): string {
	const short = code.replace(/\s+/g, ' ').trim();
	const cut = short.length > 80 ? `${short.slice(0, 79)}…` : short;
	return cut === '' ? 'nothing' : cut.includes('`') ? `\`\` ${cut} \`\`` : `\`${cut}\``;
}
