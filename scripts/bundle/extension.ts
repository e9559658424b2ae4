import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { bundleAlone, bundleRooms } from './rooms.ts';
import { shared } from './shared.ts';

const root = resolve(import.meta.dirname, '../..');

/** What the rooms share code with: it is loaded before any of them. */
const hub = 'src/window.ts';

/** Share nothing: what VS Code waits for at the start, and what runs in threads. */
const alone = ['src/extension.ts', 'src/lazy/treeWorker.ts'];

/** All that is loaded of the extension: content by file name, in the order of the names. */
export async function bundleExtension(): Promise<ReadonlyMap<string, string | Uint8Array>> {
	const lazy = globSync('src/lazy/*', { cwd: root });
	const rooms = lazy.filter((file) => file.endsWith('.ts') && !alone.includes(file.replaceAll('\\', '/')));
	const options = { ...shared, absWorkingDir: root };
	const [bundles, others] = await Promise.all([
		bundleRooms({ start: hub, rooms, shared: options }),
		bundleAlone(alone, options),
	]);
	const files: [string, string | Uint8Array][] = [
		...[...bundles, ...others].map(({ name, text }): [string, string] => [`${name}.cjs`, text]),
		...lazy
			.filter((file) => !file.endsWith('.ts'))
			.map((file): [string, Uint8Array] => [basename(file), readFileSync(join(root, file))]),
	];
	return new Map(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}
