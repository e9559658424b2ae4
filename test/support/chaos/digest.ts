import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Path to type, mode, owner, modification time and bytes of everything below a folder and of the folder itself, `.git`
 * included. Left out are the times of git's objects: git renews them whenever somebody writes an equal object.
 * `nanoseconds`: how fine times are compared; what is set by a program is set to the microsecond.
 */
export function digestOf(folder: string, nanoseconds = 1): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const add = (file: string, relative: string) => {
		const stats = lstatSync(file, { bigint: true });
		const timeless = /(^|\/)(\.git|modules\/[^/]+)\/objects(\/|$)/.test(relative);
		const time = timeless ? '' : ` ${stats.mtimeNs / BigInt(nanoseconds)}`;
		const facts = `${stats.mode.toString(8)} ${stats.uid}:${stats.gid}${time}`;
		if (stats.isSymbolicLink()) {
			found.set(relative, `${facts} -> ${readlinkSync(file)}`);
		} else if (stats.isDirectory()) {
			found.set(relative, facts);
			for (const name of readdirSync(file)) {
				add(path.join(file, name), relative === '' ? name : `${relative}/${name}`);
			}
		} else {
			const bytes = stats.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file';
			found.set(relative, `${facts} ${bytes}`);
		}
	};
	add(folder, '');
	return found;
}

/** What differs, one line for each path. */
export function differences(
	before: ReadonlyMap<string, string>,
	after: ReadonlyMap<string, string>,
): readonly string[] {
	const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
	return paths
		.filter((name) => before.get(name) !== after.get(name))
		.map((name) => `${name || '.'}: ${before.get(name) ?? 'nothing'} => ${after.get(name) ?? 'nothing'}`);
}
