import fc from 'fast-check';

/** Few enough lines that texts share some, with every kind of ending; the last has one or not. */
const line = fc.constantFrom('a', 'b', 'c', '}', '', '\t', 'é', '😀');
const ending = fc.constantFrom('\n', '\n', '\n', '\r\n');
const lines = fc.array(
	fc.tuple(line, ending).map(([text, end]) => text + end),
	{ maxLength: 14 },
);

/** Small texts of lines. */
export const texts: fc.Arbitrary<string> = fc.oneof(
	lines.map((each) => each.join('')),
	fc.tuple(lines, line).map(([each, last]) => each.join('') + last),
);

/** A text and what became of it by a few edits. */
const edited: fc.Arbitrary<readonly [before: string, after: string]> = fc
	.tuple(texts, fc.array(fc.tuple(fc.nat(14), fc.nat(3), lines), { maxLength: 3 }))
	.map(([before, edits]) => [before, withEdits(before, edits)]);

/** Two texts, mostly related. */
export const textPair: fc.Arbitrary<readonly [before: string, after: string]> = fc.oneof(
	edited,
	fc.tuple(texts, texts),
);

const unique = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`);

/** A text of lines that are all different, and two versions of it, each with lines of its own that nobody else has. */
export const twoSides: fc.Arbitrary<{ readonly base: string; readonly ours: string; readonly theirs: string }> = fc
	.tuple(fc.nat(14), version('ours'), version('theirs'))
	.map(([count, ours, theirs]) => {
		const base = unique(count).join('');
		return { base, ours: withEdits(base, ours), theirs: withEdits(base, theirs) };
	});

type Edit = readonly [at: number, deleted: number, inserted: readonly string[]];

function version(name: string): fc.Arbitrary<readonly Edit[]> {
	return fc
		.array(fc.tuple(fc.nat(14), fc.nat(2), fc.nat(2)), { maxLength: 3 })
		.map((edits) =>
			edits.map(
				([at, deleted, inserted], edit): Edit => [
					at,
					deleted,
					Array.from({ length: inserted }, (_, index) => `${name} ${edit}.${index}\n`),
				],
			),
		);
}

function withEdits(text: string, edits: readonly Edit[]): string {
	const whole = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	for (const [at, deleted, inserted] of edits) {
		whole.splice(Math.min(at, whole.length), deleted, ...inserted);
	}
	return whole.join('');
}
