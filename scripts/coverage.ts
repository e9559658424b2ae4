// node scripts/coverage.ts [--check]
// Which tests show which behaviour of routing: reads the titles of all tests and writes docs/ROUTING-COVERAGE.md. With
// `--check` it writes nothing, and fails when the table is out of date or a behaviour has no test.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { idsIn } from './coverage/ids.ts';
import { titlesIn } from './coverage/titles.ts';

const root = resolve(import.meta.dirname, '..');
const table = join(root, 'docs/ROUTING-COVERAGE.md');

export interface Coverage {
	/** The whole file. */
	readonly text: string;
	/** Behaviours without a test. */
	readonly missing: readonly string[];
	/** Ids in titles that stand for no behaviour, each with its file. */
	readonly unknown: readonly string[];
}

export function coverage(): Coverage {
	const rows = JSON.parse(readFileSync(join(root, 'docs/routing-rows.json'), 'utf8')) as Readonly<
		Record<string, string>
	>;
	const files = new Map(Object.keys(rows).map((id): [string, string[]] => [id, []]));
	const unknown: string[] = [];
	for (const file of globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/host/**'] }).sort()) {
		const ids = new Set(titlesIn(readFileSync(join(root, file), 'utf8')).flatMap(idsIn));
		for (const id of ids) {
			const known = files.get(id);
			if (known === undefined) {
				unknown.push(`${id} in ${file}`);
			} else {
				known.push(file);
			}
		}
	}
	return {
		text: textOf(rows, files),
		missing: [...files].filter(([, shown]) => shown.length === 0).map(([id]) => id),
		unknown,
	};
}

/** Whether the table says what the tests say. */
export function isCurrent({ text }: Coverage): boolean {
	return readFileSync(table, 'utf8') === text;
}

function textOf(rows: Readonly<Record<string, string>>, files: ReadonlyMap<string, readonly string[]>): string {
	const lines = Object.entries(rows).map(([id, behaviour]) => {
		const shown = (files.get(id) ?? []).map(
			(file) => `[${file.slice('test/'.length, -'.test.ts'.length)}](../${file})`,
		);
		return `| ${id} | ${behaviour} | ${shown.join(', ')} |`;
	});
	return [
		'# What routing does, and which tests show it',
		'',
		'Each behaviour has an id, which stands in the title of every test that shows it: `npm test -- --grep T30`. Made by',
		'`npm run coverage` out of [routing-rows.json](routing-rows.json) and the titles; `npm test` fails when a behaviour has',
		'no test, or when this table is out of date.',
		'',
		'| id | behaviour | tests |',
		'| --- | --- | --- |',
		...lines,
		'',
	].join('\n');
}

function main(check: boolean): void {
	const found = coverage();
	if (!check) {
		writeFileSync(table, found.text);
	}
	const problems = [
		...found.missing.map((id) => `${id} has no test`),
		...found.unknown.map((where) => `${where} stands for no behaviour`),
		...(check && !isCurrent(found) ? ['docs/ROUTING-COVERAGE.md is out of date: npm run coverage'] : []),
	];
	problems.forEach((problem) => {
		console.error(problem);
	});
	process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.main) {
	main(process.argv.includes('--check'));
}
