// npm run icon
// Draws media/icon.png, which the marketplaces and VS Code show, from scripts/icon.svg: they take no SVG.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { launchChromium } from '../test/host/host.mjs';

const drawing = readFileSync(resolve(import.meta.dirname, 'icon.svg'), 'utf8');
/** Pixels. The marketplaces ask for 128 at least; twice that is sharp on dense screens. */
const side = 256;

const browser = await launchChromium();
try {
	const page = await browser.newPage({ viewport: { width: side, height: side } });
	await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
	await page.screenshot({ path: resolve(import.meta.dirname, '../media/icon.png'), omitBackground: true });
} finally {
	await browser.close();
}
