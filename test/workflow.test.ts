import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, '.github/workflows');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	scripts: Readonly<Record<string, string>>;
};

for (const file of readdirSync(folder)) {
	describe(`the workflow ${file}`, () => {
		const text = readFileSync(join(folder, file), 'utf8');
		/** Each line without what is a comment. */
		const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*/, ''));

		it('takes the actions of others by commit, not by a name that can be moved', () => {
			const used = lines.filter((line) => /\buses:/.test(line));
			assert.ok(used.length > 0);
			assert.deepEqual(
				used.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40}\s*$/.test(line)),
				[],
			);
		});

		it('may read the source and nothing else, and knows no secret', () => {
			const asked = /^permissions:\n((?: {2}.*\n)*)/m.exec(lines.join('\n'))?.[1];
			assert.equal(asked, '  contents: read\n');
			assert.deepEqual(
				lines.filter((line) =>
					/\bsecrets\b|\bwrite\b|pull_request_target|^ {4,}permissions:|npm run publish|_PAT\b/.test(line),
				),
				[],
			);
		});

		it('runs scripts that there are', () => {
			const named = lines.flatMap((line) => /npm run ([\w:-]+)/.exec(line)?.[1] ?? []);
			assert.ok(named.length > 0);
			assert.deepEqual(
				named.filter((name) => !Object.hasOwn(scripts, name)),
				[],
			);
		});
	});
}
