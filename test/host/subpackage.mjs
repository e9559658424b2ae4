// Large tools live in packages of their own, installed from their lock file when they are first needed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/**
 * Installs the sub-package in `folder` unless it stands there as its lock file says. Installation scripts do not run.
 * `after` completes it and runs once per installation. Two processes at once: the second waits for the first.
 */
export async function ensureInstalled(folder, what, after = () => {}) {
	if (isInstalled(folder)) { return; }
	await alone(folder, async () => {
		if (isInstalled(folder)) { return; }
		console.error(`[install] ${what}, from the npm registry, once…`);
		await npmCi(folder);
		await after();
		writeFileSync(stampOf(folder), hashOf(folder));
	});
}

/** Carries out `action` while no other process does so for the same name. */
export async function alone(name, action) {
	const release = await lock(name);
	try {
		return await action();
	} finally {
		release();
	}
}

const stampOf = folder => join(folder, 'node_modules', '.installed');
const hashOf = folder => createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
const isInstalled = folder => existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === hashOf(folder);

async function npmCi(folder) {
	const windows = process.platform === 'win32';
	const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	// Standard output belongs to whoever asked: npm's own goes to standard error.
	const child = spawn(windows ? 'npm.cmd' : 'npm', args, { cwd: folder, stdio: ['ignore', 2, 2], shell: windows });
	const code = await new Promise((ok, no) => { child.once('error', no); child.once('exit', ok); });
	if (code !== 0) { throw new Error(`npm ci in ${folder} failed (${code})`); }
}

/**
 * Held by an abstract socket, which the system takes back when its process ends, however it ends. Only Linux has
 * them, and only there are these packages installed by tests that may run side by side.
 */
async function lock(what) {
	if (process.platform !== 'linux') { return () => {}; }
	const name = `\0switchyard-install-${createHash('sha256').update(what).digest('hex')}`;
	for (;;) {
		const waiting = new Set();
		const holder = createServer(socket => { waiting.add(socket.on('error', () => {}).once('close', () => waiting.delete(socket))); });
		const held = await new Promise(answer => {
			holder.once('error', () => answer(false));
			holder.listen(name, () => answer(true));
		});
		if (held) {
			return () => {
				holder.close();
				for (const socket of waiting) { socket.destroy(); }
			};
		}
		await new Promise(freed => connect(name).once('error', freed).once('close', freed).resume());
	}
}
