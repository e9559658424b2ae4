import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packExtension, readPacked } from '../../scripts/package/pack.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const root = resolve(import.meta.dirname, '../..');
const generated = `
export function discounted(items: Item[], percent: number): number {
	return total(items) * (1 - percent / 100);
}
`;

describe('the package', () => {
	let scene: Scene<'alpha' | 'beta'>;
	let installed: string;

	before(async function () {
		// Installs the packer at first.
		this.timeout(300_000);
		const vsix = await packExtension(join(temporaryFolder(), 'switchyard.vsix'));
		scene = await openScene(['alpha', 'beta'], { vsix });
		const { publisher, name, version } = readPacked();
		// VS Code may add its target to the name.
		const [folder] = globSync(`${publisher}.${name}-${version}*`, { cwd: scene.workbench.extensionsDir });
		assert.ok(folder, 'it is installed');
		installed = join(scene.workbench.extensionsDir, folder);
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	after(async () => {
		await scene.close();
	});

	const files = () =>
		readdirSync(installed, { recursive: true, withFileTypes: true })
			.filter((entry) => !entry.isDirectory())
			.map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
			.sort();
	const text = (file: string) => readFileSync(join(installed, file), 'utf8');

	it('works when it is installed: a failover, an answer, Accept', async () => {
		const { servers, workbench } = scene;
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'answer', text: `\`\`\`ts\n${generated}\`\`\`` });
		await workbench.openFile('cart.ts');
		await workbench.page.keyboard.press('Control+End');
		await workbench.palette('Switchyard: Generate Code');
		await workbench.quickPick.answer('Add a function discounted.');
		await workbench.page.locator('.tab.active', { hasText: 'beta (alpha: limit' }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta answered']);
		await workbench.screenshot('package-answered');
		await workbench.page.locator('.editor-actions a.action-label[aria-label^="Accept Answer"]').click();
		await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
		await scene.savedAs('cart.ts', cart + generated);
	});

	it('holds what is loaded and shown, and nothing else', () => {
		const bundles = readdirSync(join(root, 'dist')).map((file) => `dist/${file}`);
		assert.ok(bundles.length > 10);
		const media = files().filter((file) => file.startsWith('media/'));
		const translations = globSync(['l10n/bundle.l10n*.json', 'package.nls*.json'], { cwd: root });
		const fixed = ['.vsixmanifest', 'LICENSE.txt', 'changelog.md', 'package.json', 'readme.md'];
		assert.deepEqual(files(), [...bundles, ...media, ...translations, ...fixed].sort());
	});

	it('has no picture or style sheet that nothing shows, and none missing that the manifest or the README shows', () => {
		const guides = files().filter((file) => /^media\/.*\.md$/.test(file));
		const bundles = files().filter((file) => file.endsWith('.cjs'));
		const shown = ['package.json', 'readme.md', ...guides, ...bundles].map(text).join('\n');
		const media = files().filter((file) => file.startsWith('media/') && !guides.includes(file));
		assert.deepEqual(
			media.filter((file) => !shown.includes(file.replace(/^media\/(.*\/)?/, ''))),
			[],
		);
		const wanted = [...`${text('package.json')}${text('readme.md')}`.matchAll(/[("](media\/[\w./-]+)[)"]/g)];
		assert.ok(wanted.length > 2);
		assert.deepEqual(
			wanted.map(([, file = '']) => file).filter((file) => !existsSync(join(installed, file))),
			[],
		);
	});

	it('holds no source map', () => {
		const mapped = files().filter((file) => /\.[cm]?js$/.test(file) && text(file).includes('sourceMappingURL='));
		assert.deepEqual(mapped, []);
	});
});
