import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimateTokenCount } from 'tokenx';
import { fit, leastOf, optionalTokensOf } from '../../../src/core/fit.ts';
import type { Payload, Piece, PieceKind } from '../../../src/core/request.ts';

/** Every character is a token: a count that can be followed by hand. */
const characters = (text: string) => text.length;

const nothing: Payload = { instruction: 'do it', focus: null, attachments: [], paths: [] };

function piece(kind: PieceKind, name: string, lines: number): Piece {
	const text = Array.from({ length: lines }, (_, index) => `${name} ${index}`).join('\n');
	return { kind, path: `src/${name}.ts`, language: 'typescript', first: 1, last: lines, text, name };
}

/** So many numbered lines. */
function numbered(count: number, word: string): string {
	return Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');
}

const long = {
	path: 'src/long.ts',
	language: 'typescript',
	before: numbered(4000, 'before'),
	selection: 'selected\n',
	after: numbered(4000, 'after'),
	firstLine: 1,
	lineCount: 8002,
};

const nowhere = { path: '', language: '', before: '', selection: '', after: '' };

const names = (payload: Payload) => (payload.pieces ?? []).map(({ name }) => name);

describe('what fits into a context', () => {
	it('is everything where there is room for it', () => {
		const payload: Payload = {
			...nothing,
			focus: long,
			attachments: [{ path: 'a', language: '', text: 'text' }],
			paths: ['a', 'b'],
			pieces: [piece('type', 't', 3), piece('attached', 'a', 3)],
		};
		assert.deepEqual(fit(payload, 1_000_000, characters), payload);
	});

	it('is without any room the instruction, the selection and the lines next to it', () => {
		const payload: Payload = { ...nothing, focus: long, paths: ['a'], pieces: [piece('problems', 'p', 1)] };
		const { pieces, paths, instruction, ...rest } = fit(payload, 0, characters);
		const focus = rest.focus ?? nowhere;
		assert.deepEqual([instruction, pieces, paths], ['do it', [], []]);
		assert.equal(focus.selection, 'selected\n');
		assert.match(focus.before, /^before 3\d\d\d\n[^]*before 3999\n$/);
		assert.match(focus.after, /^after 0\n[^]*after \d\d\d\n$/);
		const length = focus.before.length + focus.after.length;
		assert.ok(length > 5900 && length <= 6000, String(length));
	});

	it('is never without a file that the request is about', () => {
		const about = { path: 'a', language: '', text: numbered(100, 'line'), needed: true as const };
		const payload: Payload = { ...nothing, attachments: [about, { path: 'b', language: '', text: 'text' }] };
		assert.deepEqual(fit(payload, 0, characters).attachments, [about]);
		assert.deepEqual(leastOf(payload).attachments, [about]);
		assert.equal(
			optionalTokensOf(payload, characters),
			optionalTokensOf({ ...payload, attachments: payload.attachments.slice(1) }, characters),
		);
	});

	it('tells in which line the part of the document begins', () => {
		const { focus } = fit({ ...nothing, focus: long }, 2000, characters);
		const [first = ''] = (focus?.before ?? '').split('\n');
		assert.equal(focus?.firstLine, Number(first.replace('before ', '')) + 1);
	});

	it('keeps a line next to the selection that is longer than what is shown', () => {
		const focus = { ...long, before: 'x'.repeat(9000), after: 'y'.repeat(9000), lineCount: 1 };
		const least = leastOf({ ...nothing, focus }).focus;
		assert.deepEqual([least?.before.length, least?.after.length, least?.firstLine], [3000, 3000, 1]);
	});

	it('takes what is worth more first: attached, problems, nearer lines, definitions, types, neighbours', () => {
		const kinds: readonly PieceKind[] = ['neighbour', 'type', 'definition', 'problems', 'attached'];
		const pieces = kinds.map((kind) => piece(kind, kind, 1));
		const kept = [0, 60, 120, 180, 240, 300].map((room) => names(fit({ ...nothing, pieces }, room, characters)));
		assert.deepEqual(kept, [
			[],
			['attached'],
			['problems', 'attached'],
			['definition', 'problems', 'attached'],
			['type', 'definition', 'problems', 'attached'],
			['neighbour', 'type', 'definition', 'problems', 'attached'],
		]);
	});

	it('cuts what does not go in whole after a line, and takes nothing of less worth then', () => {
		const pieces = [piece('definition', 'd', 100), piece('neighbour', 'n', 1)];
		const [kept, ...others] = fit({ ...nothing, pieces }, 200, characters).pieces ?? [];
		assert.deepEqual(others, []);
		assert.match(kept?.text ?? '', /^d 0\n[^]*\nd \d+\n$/);
		assert.ok((kept?.text.length ?? 0) <= 160);
		assert.equal(kept?.last, 100);
	});

	it('leaves out what too few lines would be left of, and what may be edited rather than a part of it', () => {
		const file = { path: 'f', language: '', text: numbered(100, 'f') };
		assert.deepEqual(names(fit({ ...nothing, pieces: [piece('definition', 'd', 100)] }, 55, characters)), []);
		assert.deepEqual(fit({ ...nothing, attachments: [file] }, 500, characters).attachments, []);
	});

	it('names as many files as there is room for', () => {
		const paths = Array.from({ length: 100 }, (_, index) => `file-${index}`);
		assert.deepEqual(fit({ ...nothing, paths }, 60, characters).paths, ['file-0', 'file-1']);
	});
});

const kinds: readonly PieceKind[] = ['attached', 'problems', 'open', 'definition', 'type', 'outline', 'neighbour'];
/** The levels in which pieces go, as the page of the decision tells them. */
const levelOf: Readonly<Record<PieceKind, number>> = {
	attached: 1,
	problems: 2,
	open: 4,
	definition: 4,
	type: 5,
	outline: 5,
	neighbour: 6,
};

const text = fc
	.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 60 })
	.map((lines) => lines.map((each) => each.replaceAll('\n', ' ')).join('\n'));
const payloads: fc.Arbitrary<Payload> = fc.record({
	instruction: fc.string(),
	focus: fc.option(
		fc.record({
			path: fc.constant('src/a.ts'),
			language: fc.constant('typescript'),
			before: fc.oneof(text, fc.constant(long.before)),
			selection: text,
			after: fc.oneof(text, fc.constant(long.after)),
			firstLine: fc.constant(1),
			lineCount: fc.constant(9000),
		}),
	),
	attachments: fc.array(fc.record({ path: fc.string(), language: fc.string(), text }), { maxLength: 3 }),
	paths: fc.array(
		fc.string({ unit: 'grapheme' }).map((path) => path.replaceAll('\n', '')),
		{ maxLength: 20 },
	),
	pieces: fc.array(fc.record({ kind: fc.constantFrom(...kinds), text }), { maxLength: 8 }).map((all) =>
		all.map(
			({ kind, text: own }, index): Piece => ({
				...piece(kind, String(index), 1),
				text: own,
				last: own.split('\n').length,
			}),
		),
	),
});
const rooms = fc.oneof(fc.nat(400), fc.nat(30_000));
const counts = fc.constantFrom(characters, estimateTokenCount);

describe('whatever is asked, what fits', () => {
	it('never goes beyond the room', () => {
		fc.assert(
			fc.property(payloads, rooms, counts, (payload, room, tokensOf) => {
				assert.ok(optionalTokensOf(fit(payload, room, tokensOf), tokensOf) <= room);
			}),
			{ numRuns: 300 },
		);
	});

	it('never holds something of less worth where something of more is missing', () => {
		fc.assert(
			fc.property(payloads, rooms, (payload, room) => {
				const fitted = fit(payload, room, characters);
				const whole = (each: Piece) =>
					fitted.pieces?.some((kept) => kept.name === each.name && kept.text === each.text);
				const missing = (payload.pieces ?? []).filter((each) => whole(each) !== true).map(({ kind }) => levelOf[kind]);
				const kept = (fitted.pieces ?? []).map(({ kind }) => levelOf[kind]);
				assert.ok(Math.max(0, ...kept) <= Math.min(Infinity, ...missing));
				const filesMissing = fitted.attachments.length < payload.attachments.length;
				assert.ok(!filesMissing || kept.every((level) => level === 1));
				if (missing.length > 0 || filesMissing) {
					assert.deepEqual(fitted.paths, []);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('holds nothing but the beginnings of what was given, the part of the document around the selection, and the least', () => {
		fc.assert(
			fc.property(payloads, rooms, (payload, room) => {
				const fitted = fit(payload, room, characters);
				const least = leastOf(payload);
				assert.equal(fitted.instruction, payload.instruction);
				assert.equal(fitted.focus?.selection, payload.focus?.selection);
				assert.ok((payload.focus?.before ?? '').endsWith(fitted.focus?.before ?? ''));
				assert.ok((payload.focus?.after ?? '').startsWith(fitted.focus?.after ?? ''));
				assert.ok((fitted.focus?.before.length ?? 0) >= (least.focus?.before.length ?? 0));
				assert.ok((fitted.focus?.after.length ?? 0) >= (least.focus?.after.length ?? 0));
				for (const kept of fitted.pieces ?? []) {
					assert.ok(payload.pieces?.some(({ name, text: all }) => name === kept.name && all.startsWith(kept.text)));
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('is the same every time, and fits again as it is', () => {
		fc.assert(
			fc.property(payloads, rooms, (payload, room) => {
				const fitted = fit(payload, room, characters);
				assert.deepEqual(fit(payload, room, characters), fitted);
				assert.deepEqual(fit(fitted, room, characters), fitted);
			}),
			{ numRuns: 200 },
		);
	});
});
