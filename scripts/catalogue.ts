// node scripts/catalogue.ts [VERSION]
// Takes the public catalogue of models from its npm package, the newest version where none is given, and writes
// src/core/catalogueData.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import * as v from 'valibot';
import { temporaryFolder } from '../test/support/temporary.ts';
import { catalogueFile } from './catalogue/pack.ts';
import { vendors } from './catalogue/vendors.ts';

const name = '@earendil-works/pi-ai';
const root = resolve(import.meta.dirname, '..');
const target = resolve(root, 'src/core/catalogueData.ts');

const folder = temporaryFolder();
const wanted = `${name}@${process.argv[2] ?? 'latest'}`;
const { stdout } = await execa('npm', ['pack', '--silent', '--ignore-scripts', wanted], { cwd: folder });
await execa('tar', ['-xzf', stdout.trim()], { cwd: folder });

const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, 'package', ...path), 'utf8'));
const data = ['dist', 'providers', 'data'];
const { version } = v.parse(v.object({ version: v.string() }), json('package.json'));
const manifest = v.parse(
	v.object({ generatedAt: v.pipe(v.string(), v.isoTimestamp()) }),
	json(...data, '.manifest.json'),
);
const files = Object.fromEntries(vendors.map(({ file }) => [file, json(...data, `${file}.json`)]));

writeFileSync(
	target,
	catalogueFile(vendors, files, { package: name, version, date: manifest.generatedAt.slice(0, 10) }),
);
await execa('biome', ['format', '--write', target], { cwd: root, preferLocal: true });
console.log(`${name} ${version} of ${manifest.generatedAt}: ${readFileSync(target).length} bytes`);
