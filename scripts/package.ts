// npm run package [-- --out FILE.vsix]
// Bundles the extension and packs it into switchyard-<version>.vsix. Needs no network once the packer is installed.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packExtension } from './package/pack.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
console.log(await packExtension(values.out === undefined ? null : resolve(values.out)));
