import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stop } from 'esbuild';
import { bundleRooms } from '../../scripts/bundle/rooms.ts';
import { shared } from '../../scripts/bundle/shared.ts';
import { temporaryFolder } from './temporary.ts';

const root = resolve(import.meta.dirname, '../..');

/** Bundles files of the project, or of `folder`, the way the extension is, and gives what the first of them exports. */
export async function bundled<T>(start: string, rooms: readonly string[] = [], folder = root): Promise<T> {
	const target = join(temporaryFolder(), 'dist');
	mkdirSync(target);
	const inFolder = (file: string) => join(folder, file);
	const options = { start: inFolder(start), rooms: rooms.map(inFolder), shared: { ...shared, absWorkingDir: folder } };
	for (const { name, text } of await bundleRooms(options)) {
		writeFileSync(join(target, `${name}.cjs`), text);
	}
	// Its service would outlive the tests.
	await stop();
	const first = start.replace(/^.*\//, '').replace(/\.ts$/, '.cjs');
	return createRequire(import.meta.url)(join(target, first)) as T;
}
