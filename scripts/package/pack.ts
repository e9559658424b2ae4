import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureInstalled } from '../../test/host/subpackage.mjs';
import { runChild } from '../../test/runner/child.ts';

const root = resolve(import.meta.dirname, '../..');
const vsce = join(import.meta.dirname, 'node_modules/@vscode/vsce/vsce');
const ovsx = join(import.meta.dirname, 'node_modules/ovsx/bin/ovsx');

/** What is read of `package.json` to pack and publish. */
export interface Packed {
	readonly publisher: string;
	readonly name: string;
	readonly version: string;
	/** Where the source is public; left out as long as it is nowhere. */
	readonly repository?: unknown;
}

export function readPacked(): Packed {
	return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Packed;
}

/**
 * Bundles the extension and packs it into `target`, or by default into `<name>-<version>.vsix` here. Gives the path of the
 * package. Throws when a part of that fails.
 */
export async function packExtension(target: string | null): Promise<string> {
	const { name, version, repository } = readPacked();
	const file = target ?? join(root, `${name}-${version}.vsix`);
	await run([join(root, 'esbuild.mjs')]);
	await run([await packer(), 'package', '--no-dependencies', '--out', file, ...linkArguments(repository)]);
	return file;
}

/** The program that packs, and publishes in the Visual Studio Marketplace. */
export async function packer(): Promise<string> {
	await install();
	return vsce;
}

/** The program that publishes in Open VSX. */
export async function openPublisher(): Promise<string> {
	await install();
	return ovsx;
}

/** Runs one of them, or another script, with the Node of this process. Throws when it fails; the arguments hold no secret. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
	const code = await runChild(process.execPath, args, { cwd: root, env });
	if (code !== 0) {
		throw new Error(`${args.join(' ')} ended with ${code ?? 'a signal'}`);
	}
}

function install(): Promise<void> {
	return ensureInstalled(import.meta.dirname, 'what packs the extension (vsce and ovsx, 94 MB)');
}

/**
 * With a public repository the packer makes the relative links and pictures of the README absolute, so that they work
 * outside of it. Without one it refuses to pack, unless it is told to leave them.
 */
function linkArguments(repository: unknown): string[] {
	return repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
}
