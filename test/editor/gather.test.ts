import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Piece } from '../../src/core/request.ts';
import { gather, type Gathered, type GatherOptions } from '../../src/editor/gather.ts';
import type { Clock } from '../../src/router/clock.ts';
import { eventually } from '../support/eventually.ts';
import { closeEverything, folderPath, openEditor, removeFile, writeFile } from './folder.ts';

const money = `import { key } from './keys.pem';

/** Cents, never a fraction. */
export interface Price {
	cents: number;
	currency: string;
}

export interface Item {
	name: string;
	price: Price;
}

// Adds what is in a cart.
export function total(items: readonly Item[]): number {
	return items.reduce((sum, { price }) => sum + price.cents, 0);
}

export function unrelated(): string {
	return 'canary of the unrelated';
}
`;
const cart = `import { hidden } from './ignored.ts';
import { type Item, total } from './money.ts';

export function checkout(items: Item[]): string {
	const sum: string = total(items);
	return sum + hidden;
}
`;

/** A clock that never rings, so that a language server has all the time it takes. */
const patient: Pick<Clock, 'after'> = { after: () => () => undefined };
/** One that rings at once. */
const impatient: Pick<Clock, 'after'> = {
	after(_, action) {
		action();
		return () => undefined;
	},
};

describe('what is gathered for a question', () => {
	let document: vscode.TextDocument;
	const asked: string[] = [];
	const ignored = (files: readonly string[]) => {
		asked.push(...files.map((file) => path.basename(file)));
		return Promise.resolve(
			new Map(files.filter((file) => file.endsWith('ignored.ts')).map((file) => [file, 'ignored' as const])),
		);
	};

	before(async () => {
		writeFile('shop/money.ts', money);
		writeFile('shop/ignored.ts', "export const hidden = 'canary of the ignored';\n");
		writeFile(
			'shop/tsconfig.json',
			'{ "compilerOptions": { "strict": true, "noEmit": true, "allowImportingTsExtensions": true } }',
		);
		writeFile('shop/.env', 'KEY=canary\n');
		writeFile('shop/notes.txt', 'the notes\nare short\n');
		writeFile('shop/picture.bin', new Uint8Array([0, 1, 2, 0]));
		writeFile('shop/large.txt', 'x'.repeat(600 * 1024));
		writeFile('shop/cart.test.ts', "import './cart.ts';\n");
		({ document } = await openEditor(writeFile('shop/cart.ts', cart)));
		await eventually(() => vscode.languages.getDiagnostics(document.uri).length > 0, true);
	});

	after(async () => {
		await closeEverything();
		removeFile('shop');
	});

	const rangeOf = (text: string) => {
		const from = document.getText().indexOf(text);
		assert.notEqual(from, -1);
		return new vscode.Range(document.positionAt(from), document.positionAt(from + text.length));
	};
	const around = (text: string, options: GatherOptions = {}, clock = patient): Promise<Gathered> =>
		gather({ document, range: rangeOf(text) }, options, { clock, ignored });
	const uriOf = (file: string) => vscode.Uri.file(path.join(folderPath(), file));
	const of = (found: Gathered, kind: Piece['kind']) => found.pieces.filter((piece) => piece.kind === kind);

	it('are the definitions of what is used, whole, with the comment above, and nothing else of their file', async () => {
		const found = await around('const sum: string = total(items);');
		const total = of(found, 'definition').find(({ name }) => name === 'total');
		assert.deepEqual([total?.path, total?.first, total?.last], ['shop/money.ts', 14, 17]);
		assert.match(total?.text ?? '', /^\/\/ Adds what is in a cart\.\nexport function total[^]*\n}$/);
		assert.doesNotMatch(JSON.stringify(found), /canary/);
		assert.equal(found.incomplete, false);
	});

	it('are the types of what is used', async () => {
		const found = await around('total(items)');
		const item = of(found, 'type').find(({ name }) => name === 'items');
		assert.match(item?.text ?? '', /^export interface Item {\n[^]*\n}$/);
	});

	it('are without a selection those of the names around the cursor', async () => {
		const cursor = rangeOf('return sum').end;
		const range = new vscode.Range(cursor, cursor);
		const found = await gather({ document, range }, {}, { clock: patient, ignored });
		assert.ok(of(found, 'definition').some(({ name }) => name === 'total'));
	});

	it('are the problems of the document, those of the selection first', async () => {
		const [problems] = of(await around('total(items);'), 'problems');
		assert.match(
			problems?.text ?? '',
			/shop\/cart\.ts:5:8 error 2322 \(ts\): Type 'number' is not assignable to type 'string'\./,
		);
	});

	it('are never what git ignores, and it is told that this was left out', async () => {
		asked.length = 0;
		const found = await around('return sum + hidden;');
		assert.ok(asked.includes('ignored.ts'));
		assert.deepEqual(found.notSent, [{ path: 'shop/ignored.ts', why: 'ignored', attached: false }]);
		assert.doesNotMatch(JSON.stringify(found.pieces), /canary of the ignored/);
	});

	it('are not waited for longer than is said', async () => {
		const found = await around('total(items)', {}, impatient);
		assert.deepEqual(of(found, 'definition'), []);
		assert.equal(of(found, 'problems').length, 1);
		assert.equal(found.incomplete, true);
	});

	it('are what was found in time, where a language is too slow for the rest', async () => {
		const text = await openEditor(writeFile('shop/words.txt', 'notes here\n'));
		const target = new vscode.Location(uriOf('shop/notes.txt'), new vscode.Range(0, 0, 0, 9));
		let ring: () => void = () => undefined;
		const clock: Pick<Clock, 'after'> = {
			after(ms, action) {
				ring = ms === 10 ? action : ring;
				return () => undefined;
			},
		};
		const registered = [
			vscode.languages.registerDefinitionProvider({ language: 'plaintext' }, { provideDefinition: () => target }),
			vscode.languages.registerTypeDefinitionProvider(
				{ language: 'plaintext' },
				{
					provideTypeDefinition() {
						ring();
						return new Promise<never>(() => undefined);
					},
				},
			),
		];
		const range = new vscode.Range(0, 0, 0, 5);
		const found = await gather({ document: text.document, range }, { patienceMs: 10 }, { clock, ignored });
		vscode.Disposable.from(...registered).dispose();
		assert.deepEqual(
			found.pieces.map(({ kind, text: words }) => [kind, words]),
			[['definition', 'the notes\nare short\n']],
		);
		assert.equal(found.incomplete, true);
	});

	it('are the files that were attached, or why each of them is not sent', async () => {
		symlinkSync('/etc/hostname', path.join(folderPath(), 'shop/link.txt'));
		symlinkSync(path.join(folderPath(), '..'), path.join(folderPath(), 'shop/out'));
		writeFile('node_modules/lib/index.js', 'excluded');
		const files = [
			'shop/notes.txt',
			'shop/.env',
			'shop/ignored.ts',
			'shop/picture.bin',
			'shop/large.txt',
			'shop/gone.ts',
		]
			.concat(
				'shop/link.txt',
				`shop/out/${path.basename(folderPath())}/shop/notes.txt`,
				'node_modules/lib/index.js',
				'shop',
			)
			.map(uriOf);
		const outside = vscode.Uri.file('/etc/hosts');
		const found = await gather(null, { files: [...files, outside] }, { clock: patient, ignored });
		removeFile('node_modules');
		assert.deepEqual(
			of(found, 'attached').map(({ path: file, text }) => [file, text]),
			[['shop/notes.txt', 'the notes\nare short\n']],
		);
		assert.deepEqual(Object.fromEntries(found.notSent.map((file) => [file.path, file.why])), {
			'shop/.env': 'secret',
			'shop/ignored.ts': 'ignored',
			'shop/picture.bin': 'not-text',
			'shop/large.txt': 'too-large',
			'shop/gone.ts': 'missing',
			'shop/link.txt': 'link',
			[`shop/out/${path.basename(folderPath())}/shop/notes.txt`]: 'link',
			'node_modules/lib/index.js': 'excluded',
			shop: 'not-text',
			hosts: 'outside',
		});
		assert.ok(found.notSent.every(({ attached }) => attached));
	});

	it('hold no part of a file that was attached whole', async () => {
		const found = await around('total(items)', { files: [uriOf('shop/money.ts')] });
		assert.deepEqual(
			found.pieces.filter((piece) => piece.path === 'shop/money.ts').map(({ kind }) => kind),
			['attached'],
		);
	});

	it('are what the settings of the user hide never, whether they say so for the files or for the search', async () => {
		const hide = async (section: string, value: object | undefined) =>
			vscode.workspace.getConfiguration(section).update('exclude', value, vscode.ConfigurationTarget.Workspace);
		for (const section of ['files', 'search']) {
			await hide(section, { '**/money.*': true });
			const found = await around('total(items)').finally(() => hide(section, undefined));
			assert.doesNotMatch(JSON.stringify(found.pieces), /Cents|Adds what/, section);
			assert.ok(found.notSent.some(({ path: file, why }) => file === 'shop/money.ts' && why === 'excluded'));
		}
		removeFile('.vscode');
	});

	it('are the neighbour where it is wanted, and with a test without being asked for', async () => {
		const neighbours = async (options: GatherOptions) => of(await around('checkout', options), 'neighbour');
		assert.deepEqual(await neighbours({}), []);
		assert.deepEqual(
			(await neighbours({ neighbour: true })).map((piece) => piece.path),
			['shop/cart.test.ts'],
		);
		const test = await openEditor(uriOf('shop/cart.test.ts'));
		const found = await gather({ document: test.document, range: test.selection }, {}, { clock: patient, ignored });
		assert.deepEqual(
			of(found, 'neighbour').map((piece) => piece.path),
			['shop/cart.ts'],
		);
	});

	it('are of a document that is merely open its text, unless it must not be sent', async () => {
		const open = await around('checkout', { onlyOpen: true });
		assert.deepEqual(
			open.pieces.map(({ kind, first }) => [kind, first]),
			[
				['open', 1],
				['problems', 1],
			],
		);
		assert.equal(open.pieces[0]?.text, cart);
		const secret = await openEditor(uriOf('shop/.env'));
		const found = await gather(
			{ document: secret.document, range: secret.selection },
			{ onlyOpen: true },
			{ clock: patient, ignored },
		);
		assert.deepEqual(found.pieces, []);
		assert.deepEqual(found.notSent, [{ path: 'shop/.env', why: 'secret', attached: false }]);
	});

	it('are the names in a long document, each with its line', async () => {
		const filler = Array.from(
			{ length: 400 },
			(_, index) => `export const filler${index} = ${'1 + '.repeat(20)}${index};`,
		);
		const long = await openEditor(
			writeFile('shop/long.ts', `${filler.join('\n')}\nexport class Last {\n\tfield = 1;\n}\n`),
		);
		const subject = { document: long.document, range: long.selection };
		const found = await gather(subject, {}, { clock: patient, ignored });
		assert.match(of(found, 'outline')[0]?.text ?? '', /^1 (?:constant|variable) filler0\n[^]*filler299$/);
	});
});
