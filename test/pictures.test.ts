import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readText } from './support/manifest.ts';

const media = resolve(import.meta.dirname, '../media');
const shown = [...readText('README.md').matchAll(/!\[([^\]]*)\]\(media\/([\w-]+\.png)\)/g)];

describe('the pictures of the README', () => {
	it('are those that are kept, each once and told in words too', () => {
		const kept = readdirSync(media).filter((file) => file.endsWith('.png') && file !== 'icon.png');
		assert.deepEqual(shown.map(([, , file]) => file).sort(), kept.sort());
		assert.deepEqual(
			shown.filter(([, words = '']) => words.length < 40),
			[],
		);
	});

	it('can be renewed from what the tests of the workbench take', () => {
		const script = readText('scripts/pictures.ts');
		const taken = readText('test/ui/tourPictures.test.ts');
		for (const [, , file = ''] of shown) {
			const what = file.replace('.png', '');
			assert.match(script, new RegExp(`\\b${what}: '(?:light|dark|contrast)'`));
			assert.match(taken, new RegExp(`picture\\('${what}'\\)|\\['${what}',`));
		}
	});

	it('are small, since whoever installs the extension loads them', () => {
		for (const [, , file = ''] of shown) {
			const { size } = statSync(resolve(media, file));
			assert.ok(size <= 80 * 1024, `${file} has ${size} bytes`);
		}
	});
});
