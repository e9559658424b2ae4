// npm run publish [-- --for-real]
// Checks that everything is in order, runs every test, packs the extension, and says what it would publish. Only with
// `--for-real` does it put that very package into both marketplaces. The tokens come from the environment.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openPublisher, packer, packExtension, readPacked, run } from './package/pack.ts';
import { marketplaces, objections } from './package/publish.ts';

const root = resolve(import.meta.dirname, '..');
const tokens = marketplaces.map(({ token }) => token);
const { values } = parseArgs({
	options: { 'for-real': { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } },
});
const forReal = values['for-real'] && !values['dry-run'];

function git(...args: readonly string[]): string {
	return execFileSync('git', args, { cwd: root, encoding: 'utf8' });
}

/** Says what speaks against it, and whether to go on. Whoever only tries it is told, and goes on. */
function look(): boolean {
	const { version, repository } = readPacked();
	const found = objections({
		version,
		repository,
		changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
		uncommitted: git('status', '--porcelain'),
		tags: git('tag', '--points-at', 'HEAD').split('\n'),
		environment: given,
	});
	for (const objection of found) {
		console.error(objection);
	}
	return !forReal || found.length === 0;
}

async function prepare(): Promise<void> {
	await run([join(root, 'test/run.ts')]);
	const { name, version } = readPacked();
	const file = await packExtension(join(scratch, `${name}-${version}.vsix`));
	// Tests and the bundler may have left something behind.
	const ready = look();
	const places = marketplaces.map((each) => each.name).join(' and ');
	if (forReal && ready) {
		await publish(file);
		console.log(`${name} ${version} is published: ${places}.`);
	} else {
		console.log(`Nothing was published: with --for-real ${name} ${version} goes to ${places}.`);
		process.exitCode = ready ? 0 : 1;
	}
}

async function publish(file: string): Promise<void> {
	await run([await packer(), 'publish', '--packagePath', file], only('VSCE_PAT'));
	await run([await openPublisher(), 'publish', '--packagePath', file], only('OVSX_PAT'));
}

/** The environment with one of the tokens: nobody else gets any, tests and the bundler least of all. */
function only(token: string): NodeJS.ProcessEnv {
	return { ...process.env, [token]: given[token] };
}

const given = { ...process.env };
for (const token of tokens) {
	Reflect.deleteProperty(process.env, token);
}
const scratch = mkdtempSync(join(tmpdir(), 'switchyard-publish-'));
try {
	if (look()) {
		await prepare();
	} else {
		console.error('Nothing was published.');
		process.exitCode = 1;
	}
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
