// npm start [-- --workspace DIR] [--settings FILE.json] [--port N] [--no-demo]
// Opens the extension of this working tree in a real VS Code, in your browser.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Server, startServer } from '../test/host/host.mjs';
import { git } from '../test/support/temporary.ts';
import { readArguments, type StartRequest, UsageError } from './start/arguments.ts';
import { demoSettings, isConfigured, type SimulatedOrigins, withoutDemo } from './start/demoSettings.ts';
import { choosePort, profileIn, readText, type StartProfile, writeText } from './start/profile.ts';
import { readSettingsFile } from './start/settingsFile.ts';
import { startSimulatedServer } from './start/simulatedServer.ts';

const root = resolve(import.meta.dirname, '..');
const kept = process.env['SWITCHYARD_START_FOLDER'] ?? join(root, '.switchyard/start');
const agentPath = join(root, 'test/fixtures/demo/crashing-agent.mjs');

/** What has to be undone at the end, the last first. */
const undo: (() => void | Promise<void>)[] = [];
let ending: Promise<void> | null = null;

async function main(): Promise<void> {
	const request = readArguments(process.argv.slice(2));
	const scratch = mkdtempSync(join(tmpdir(), 'switchyard-start-'));
	undo.push(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
	const workspace = request.workspace === null ? demoWorkspace(scratch) : existingFolder(request.workspace);
	const profile = prepareProfile(request, scratch);
	const port = await choosePort(profile, request.port);
	// npm ran this with its own Node first on PATH, which the bundler is made for.
	execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: 'inherit' });

	const demo =
		request.demo &&
		request.settings === null &&
		!isConfigured(readText(profile.settingsFile)) &&
		!isConfigured(readText(profile.machineFile));
	const simulators = demo ? await startDemo(workspace, profile) : null;
	const server = await startServer({
		userDataDir: profile.userDataDir,
		extensionsDir: profile.extensionsDir,
		link: [root],
		isolate: false,
		port,
		settings: {
			// The steps to try are read as they are meant to be read.
			...(request.workspace === null ? { 'workbench.startupEditor': 'readme' } : {}),
			...(simulators === null ? {} : demoSettings(simulators, agentPath)),
		},
	});
	undo.push(() => server.stop());
	writeText(profile.portFile, new URL(server.origin).port);
	announce(server, workspace, demo);
	const code = await server.exited;
	if (ending === null) {
		console.error(server.log().split('\n').slice(-20).join('\n'));
		throw new Error(`The workbench ended by itself (${code ?? 'signal'})`);
	}
}

/** The settings as this run begins: the file that was named, or those kept, without an earlier demonstration. */
function prepareProfile(request: StartRequest, scratch: string): StartProfile {
	if (request.settings !== null) {
		const own = profileIn(join(scratch, 'profile'));
		writeText(own.settingsFile, readSettingsFile(resolve(request.settings)));
		return own;
	}
	const profile = profileIn(kept);
	removeDemo(profile);
	return profile;
}

async function startDemo(workspace: string, profile: StartProfile): Promise<SimulatedOrigins> {
	const start = async () => {
		const server = await startSimulatedServer(workspace);
		undo.push(() => server.close());
		return server.origin;
	};
	const origins = { limitedApi: await start(), api: await start() };
	undo.push(() => removeDemo(profile));
	return origins;
}

function removeDemo(profile: StartProfile): void {
	for (const file of [profile.settingsFile, profile.machineFile]) {
		const text = readText(file);
		const cleaned = withoutDemo(text, agentPath);
		if (cleaned !== text) {
			writeText(file, cleaned);
		}
	}
}

function existingFolder(folder: string): string {
	const path = resolve(folder);
	if (!existsSync(path) || !statSync(path).isDirectory()) {
		throw new UsageError(`--workspace ${folder}: there is no such folder`);
	}
	return path;
}

function demoWorkspace(scratch: string): string {
	const folder = join(scratch, 'demo');
	cpSync(join(root, 'test/fixtures/demo/workspace'), folder, { recursive: true });
	git(folder, 'init', '--quiet');
	git(folder, 'add', '--all');
	git(folder, 'commit', '--quiet', '--message', 'Start');
	return folder;
}

function announce(server: Server, workspace: string, demo: boolean): void {
	const url = server.url({ folder: workspace });
	const providers = demo
		? '  Nothing is configured yet: three simulated providers show a route that fails over. No model is asked.\n'
		: '';
	console.log(`
  VS Code with Switchyard from this working tree, in ${workspace}
${providers}  It listens on this machine only, without a password. Ctrl+C ends it.

Switchyard: ${url}
`);
}

/** Ends everything that was started, once. */
function end(): Promise<void> {
	ending ??= (async () => {
		for (const step of undo.reverse()) {
			await step();
		}
	})();
	return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => void end().then(() => process.exit(0)));
}
// A signal to npm ends the shell between npm and this process without telling this process.
if (process.env['npm_lifecycle_event'] === 'start') {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) {
			process.kill(process.pid, 'SIGTERM');
		}
	}, 500).unref();
}
process.stdout.on('error', () => {
	// Whoever read the output may have gone; the workbench goes on.
});
try {
	await main();
} catch (error) {
	console.error(error instanceof UsageError ? error.message : error);
	process.exitCode = 1;
}
await end();
