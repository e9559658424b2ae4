import assert from 'node:assert/strict';
import { objections, type Standing } from '../../../scripts/package/publish.ts';

const ready: Standing = {
	version: '1.2.3',
	repository: { type: 'git', url: 'somewhere' },
	changelog: '# Changelog\n\n## [1.2.3] - 2026-12-01\n\n- Something.\n\n## [1.2.2] - 2026-11-01\n',
	uncommitted: '',
	tags: ['v1.2.3'],
	environment: { VSCE_PAT: 'one', OVSX_PAT: 'two' },
};

describe('before anything is published', () => {
	it('nothing is in the way when all is in order', () => {
		assert.deepEqual(objections(ready), []);
	});

	const cases: readonly (readonly [what: string, change: Partial<Standing>, words: RegExp])[] = [
		['a version that is not one', { version: '1.2.3-beta' }, /is not of the form/],
		['changes that are not committed', { uncommitted: ' M src/extension.ts\n' }, /src\/extension\.ts/],
		['a commit without the tag of the version', { tags: ['v1.2.2'] }, /no tag v1\.2\.3/],
		['a version that the changelog does not know', { changelog: '## [1.2.2] - 2026-11-01\n' }, /no entry \[1\.2\.3\]/],
		['an entry without a date', { changelog: '## [1.2.3] - Unreleased\n' }, /has no date/],
		['no public repository', { repository: undefined }, /names no repository/],
		['a token that is missing', { environment: { VSCE_PAT: 'one' } }, /OVSX_PAT is not set/],
		['a token that is empty', { environment: { VSCE_PAT: '', OVSX_PAT: 'two' } }, /VSCE_PAT is not set/],
	];
	for (const [what, change, words] of cases) {
		it(`${what} is in the way`, () => {
			assert.match(objections({ ...ready, ...change }).join('\n'), words);
		});
	}

	it('no token is repeated in what is said', () => {
		const said = objections({ ...ready, version: 'x', tags: [], environment: { VSCE_PAT: 'secret-4711' } });
		assert.ok(said.length > 0);
		assert.ok(!said.join('\n').includes('secret-4711'));
	});
});
