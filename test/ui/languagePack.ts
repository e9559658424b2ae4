import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a language known to VS Code, as the installation of its language pack does. The pack has no words for VS Code
 * itself, which stays English; extensions bring their own.
 */
export function installLanguagePack(userDataDir: string, locale: string): void {
	mkdirSync(userDataDir, { recursive: true });
	const words = join(userDataDir, `${locale}.i18n.json`);
	writeFileSync(words, JSON.stringify({ contents: {} }));
	const extension = { extensionIdentifier: { id: `switchyard.language-pack-${locale}` }, version: '1.0.0' };
	const pack = { hash: 'none', label: locale, extensions: [extension], translations: { vscode: words } };
	writeFileSync(join(userDataDir, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}
