// node scripts/pictures.ts
// Renews the pictures of the README from those that `npm test ui test/ui/tourPictures.test.ts` has taken in test/out.
import { copyFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What the README shows, and in which theme. */
const shown = {
	failover: 'light',
	running: 'dark',
	review: 'light',
	switcher: 'dark',
	timeline: 'light',
	why: 'light',
	chat: 'contrast',
} as const;

/** Everybody who installs the extension loads them: bytes of one picture. */
const mostBytes = 80 * 1024;

for (const [what, theme] of Object.entries(shown)) {
	const picture = resolve(root, `test/out/tour-${what}-${theme}.png`);
	const { size } = statSync(picture);
	if (size > mostBytes) {
		throw new Error(`${picture} has ${size} bytes; at most ${mostBytes} are packed`);
	}
	copyFileSync(picture, resolve(root, `media/${what}.png`));
	console.log(`media/${what}.png ${size} bytes`);
}
