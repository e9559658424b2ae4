import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureChromium, ensureHost } from '../host/host.mjs';
import { ensureInstalled } from '../host/subpackage.mjs';
import { runChild } from './child.ts';
import type { TestRequest } from './request.ts';

const root = resolve(import.meta.dirname, '../..');

interface MochaKind {
	readonly globs: readonly string[];
	readonly timeoutMs: number;
	/** Obtains what the tests need while there is a network. Throws with the reason when it cannot be had. */
	prepare(): Promise<void>;
	/** Whether the tests run in a namespace of their own, where only loopback exists. */
	readonly loopbackOnly: boolean;
}

/** The kinds that are a Mocha of their own on plain Node. */
export const mochaKinds: Readonly<Record<'unit' | 'ui' | 'agents' | 'more-agents', MochaKind>> = {
	unit: {
		globs: ['test/*.test.ts', 'test/unit/**/*.test.ts', 'test/replay/**/*.test.ts'],
		timeoutMs: 60_000,
		prepare: () => Promise.resolve(),
		loopbackOnly: false,
	},
	ui: { globs: ['test/ui/**/*.test.ts'], timeoutMs: 180_000, prepare: prepareWorkbench, loopbackOnly: false },
	agents: { globs: ['test/agents/*.test.ts'], timeoutMs: 240_000, prepare: prepareAgents, loopbackOnly: true },
	'more-agents': {
		globs: ['test/agents/more/*.test.ts'],
		timeoutMs: 240_000,
		prepare: prepareMoreAgents,
		loopbackOnly: true,
	},
};

/** Runs one kind; resolves with the exit code. The counts are in `resultFile` if the run came to its end. */
export async function runMocha(kind: MochaKind, request: TestRequest, resultFile: string): Promise<number | null> {
	await kind.prepare();
	const args = [
		join(root, 'test/runner/mochaProcess.ts'),
		resultFile,
		String(kind.timeoutMs),
		...(request.grep === null ? [] : [`--grep=${request.grep}`]),
		...(request.files.length > 0 ? request.files : kind.globs),
	];
	if (!kind.loopbackOnly) {
		return runChild(process.execPath, args, { cwd: root });
	}
	// "$0" and "$@" carry the command through the shell untouched.
	const inside = ['-rn', '--kill-child', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];
	return runChild('unshare', [...inside, process.execPath, ...args], { cwd: root });
}

async function prepareWorkbench(): Promise<void> {
	await ensureHost();
	await ensureChromium();
}

async function prepareAgents(): Promise<void> {
	await requireLoopbackNamespace();
	await prepareWorkbench();
	const folder = join(root, 'test/agents');
	await ensureInstalled(folder, 'the real agent programs of the tests (Claude Code and Codex, 760 MB)', () => {
		// The package's own script would put its native program there; installation scripts do not run here.
		const command = join(folder, 'node_modules/.bin/claude');
		rmSync(command);
		symlinkSync(`../@anthropic-ai/claude-code-linux-${process.arch}/claude`, command);
	});
}

/** The other six agents, and the programs that speak the Agent Client Protocol. */
async function prepareMoreAgents(): Promise<void> {
	await prepareAgents();
	const folder = join(root, 'test/agents/more');
	await ensureInstalled(folder, 'the further agent programs of the tests (six, and adapters for two; 1.9 GB)', () => {
		// As above: the package holds a sentence about its script in the place of the program.
		const command = join(folder, 'node_modules/.bin/opencode');
		rmSync(command);
		symlinkSync('../opencode-linux-x64-baseline/bin/opencode', command);
	});
}

async function requireLoopbackNamespace(): Promise<void> {
	const remedy =
		'The agents kind runs real agent programs where only loopback exists: Linux, `unshare -rn` (util-linux; unprivileged ' +
		'user namespaces allowed, in a container for example --security-opt seccomp=unconfined) and `ip` (iproute2).';
	if (process.platform !== 'linux') {
		throw new Error(`${remedy} This is ${process.platform}.`);
	}
	const found = (name: string) =>
		(process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, name)));
	for (const name of ['unshare', 'ip']) {
		if (!found(name)) {
			throw new Error(`${remedy} \`${name}\` is not on PATH.`);
		}
	}
	const code = await runChild('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']);
	if (code !== 0) {
		throw new Error(`${remedy} \`unshare -rn ip link set lo up\` ended with ${code ?? 'a signal'}.`);
	}
}
