import assert from 'node:assert/strict';
import { settingsNamed, withSettings } from '../../host/settings.mjs';

describe('settings that are added to a file', () => {
	it('yield to what stands there, unless they are forced', () => {
		const text = '{ "a": 1, "b": 1 }';
		const result: unknown = JSON.parse(withSettings(text, { defaults: { a: 2, c: 2 }, forced: { b: 3 } }));
		assert.deepEqual(result, { a: 1, b: 3, c: 2 });
	});

	it('leave comments alone and begin a file that is empty', () => {
		assert.match(
			withSettings('{\n\t// mine\n\t"a": 1\n}', { forced: { b: { c: 1 } } }),
			/\/\/ mine\n\t"a": 1,\n\t"b": \{/,
		);
		assert.deepEqual(JSON.parse(withSettings('', { forced: { a: 1 } })), { a: 1 });
	});

	it('are picked by their names, as far as the file sets them', () => {
		assert.deepEqual(settingsNamed('{\n\t// mine\n\t"a": 1, "b": null\n}', ['b', 'c']), { b: null });
		assert.deepEqual(settingsNamed('', ['a']), {});
	});
});
