// npm run l10n
// Collects what the sources say into l10n/bundle.l10n.json, brings the files of all languages into the same order, drops
// from them what is said no more, and prints what still has to be translated. Fails when something has.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allWords, arranged, bundleFile, languages, manifestFile, readWords, root, type Words } from './l10n/words.ts';

let missing = 0;

function arrange(file: string, words: Words): void {
	const before = existsSync(join(root, file)) ? readWords(file) : {};
	const { kept, lacking, dropped } = arranged(words, before);
	writeFileSync(join(root, file), textOf(kept));
	missing += lacking.length;
	console.log(`${file}: ${Object.keys(kept).length} of ${Object.keys(words).length}`);
	for (const key of lacking) {
		console.log(`  to translate: ${JSON.stringify(key)} (${JSON.stringify(words[key])})`);
	}
	for (const key of dropped) {
		console.log(`  dropped: ${JSON.stringify(key)}: ${JSON.stringify(before[key])}`);
	}
}

function textOf(words: Words): string {
	return `${JSON.stringify(words, null, '\t')}\n`;
}

const said = await allWords();
writeFileSync(join(root, bundleFile(null)), textOf(said));
const manifest = readWords(manifestFile(null));
for (const language of languages) {
	arrange(bundleFile(language), said);
	arrange(manifestFile(language), manifest);
}
process.exitCode = missing === 0 ? 0 : 1;
