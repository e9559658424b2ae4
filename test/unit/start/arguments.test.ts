import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, UsageError } from '../../../scripts/start/arguments.ts';
import { readSettingsFile } from '../../../scripts/start/settingsFile.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('the arguments of npm start', () => {
	it('ask for the demonstration on any port when there are none', () => {
		assert.deepEqual(readArguments([]), { workspace: null, settings: null, port: null, demo: true });
	});

	it('are all understood', () => {
		assert.deepEqual(readArguments(['--workspace', 'a', '--settings=b.json', '--port', '8080', '--no-demo']), {
			workspace: 'a',
			settings: 'b.json',
			port: 8080,
			demo: false,
		});
	});

	for (const [args, reason] of [
		[['--bogus'], /--bogus[\s\S]*Usage: npm start/],
		[['folder'], /folder[\s\S]*Usage: npm start/],
		[['--port', 'eighty'], /--port eighty: expected a number/],
		[['--port', '65536'], /--port 65536: expected a number/],
	] as const) {
		it(`are refused with the reason: ${args.join(' ')}`, () => {
			assert.throws(
				() => readArguments(args),
				(error) => error instanceof UsageError && reason.test(error.message),
			);
		});
	}
});

describe('the file of --settings', () => {
	const fileWith = (text: string) => {
		const file = join(temporaryFolder(), 'settings.json');
		writeFileSync(file, text);
		return file;
	};

	it('may hold comments and trailing commas, and is taken as it is', () => {
		const text = '{\n\t// mine\n\t"a": 1,\n}\n';
		assert.equal(readSettingsFile(fileWith(text)), text);
	});

	it('is refused with the line and the column of what is wrong', () => {
		const file = fileWith('{\n  "a": 1,\n  b\n}');
		assert.throws(() => readSettingsFile(file), new RegExp(`${file}:3:3: invalid JSON`));
	});

	it('is refused when it is no object or not there', () => {
		assert.throws(() => readSettingsFile(fileWith('[]')), /settings are an object/);
		assert.throws(() => readSettingsFile('/nowhere/settings.json'), /there is no such file/);
	});
});
