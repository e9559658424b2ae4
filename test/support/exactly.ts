import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Everything that can be seen of a folder and of all below it: types, permissions, owners, times to the microsecond,
 * bytes, targets of links, and which names are of one file. Names that are not UTF-8 are told apart.
 */
export function exactly(folder: string): Record<string, string> {
	const found: Record<string, string> = {};
	const firsts = new Map<bigint, string>();
	const visit = (at: Buffer, name: string) => {
		const stats = lstatSync(at, { bigint: true });
		const first = firsts.get(stats.ino) ?? name;
		firsts.set(stats.ino, first);
		const kind = stats.isSymbolicLink()
			? `-> ${readlinkSync(at, 'latin1')}`
			: stats.isFile()
				? `${createHash('sha256').update(readFileSync(at)).digest('hex')} ${stats.nlink} ${first}`
				: 'no file';
		found[name] = `${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${stats.mtimeNs / 1000n} ${kind}`;
		for (const inner of stats.isDirectory()
			? readdirSync(at, { encoding: 'buffer' }).sort((one, other) => one.compare(other))
			: []) {
			visit(Buffer.concat([at, Buffer.from('/'), inner]), `${name}/${inner.toString('latin1')}`);
		}
	};
	visit(Buffer.from(folder), '.');
	return found;
}
