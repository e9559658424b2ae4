import { globSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { reportInto } from '../runner/results.ts';

/** What VS Code calls inside the extension host. Rejects when a test failed. */
export async function run(): Promise<void> {
	const resultFile = process.env['SWITCHYARD_TEST_RESULT'];
	if (resultFile === undefined) {
		throw new Error('SWITCHYARD_TEST_RESULT names no file for the result');
	}
	const grep = process.env['SWITCHYARD_TEST_GREP'];
	const mocha = new Mocha({
		ui: 'bdd',
		reporter: 'spec',
		timeout: 60_000,
		forbidOnly: true,
		...(grep === undefined ? {} : { grep: new RegExp(grep) }),
	});
	for (const file of globSync(join(__dirname, '*.test.cjs')).sort()) {
		mocha.addFile(file);
	}
	await new Promise<void>((passed, failed) => {
		const runner = mocha.run((failures) => {
			if (failures > 0) {
				failed(new Error(`${failures} failed`));
			} else {
				passed();
			}
		});
		reportInto(resultFile, runner);
	});
}
