import { client } from '@agentclientprotocol/sdk';
import { execa } from 'execa';
import type { AcpAgent } from './acpAgent.ts';
import { lastOf, settled, startProcess } from './acpProcess.ts';
import { initialize } from './acpSession.ts';
import { streamOf } from './acpStream.ts';
import type { Readiness } from './provider.ts';

export interface CheckInput {
	readonly agent: AcpAgent;
	readonly program: string;
	readonly arguments: readonly string[];
	/** An empty folder. */
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly marker: string;
}

/** In milliseconds. */
const versionMs = 5000;

/** In milliseconds: four times the slowest handshake that was measured, of Gemini CLI with a cold cache. */
const handshakeMs = 16_000;

/** Asks for the version and shakes hands: no session, no request that costs anything. */
export async function checkAcp(input: CheckInput): Promise<Readiness> {
	const { agent, program, cwd, environment } = input;
	const version = await execa(program, ['--version'], {
		cwd,
		env: { ...environment },
		extendEnv: false,
		stdin: 'ignore',
		timeout: versionMs,
		killDescendants: true,
		forceKillAfterDelay: 500,
		maxBuffer: 64 * 1024,
		windowsHide: true,
		reject: false,
	});
	const message = `The program ${agent.command} does not answer as an agent should.`;
	if (!(await shakesHands(input))) {
		return { ready: false, reason: version.exitCode === 0 ? 'unreachable' : 'not-installed', message };
	}
	return { ready: true, version: /\d+(?:\.\d+)+/.exec(version.stdout)?.[0] ?? null };
}

async function shakesHands(input: CheckInput): Promise<boolean> {
	const begun = await startProcess({ ...input, stdin: 'pipe' });
	if (!begun.ok) {
		return false;
	}
	const { started } = begun;
	lastOf([started.stderr], 1);
	const connection = client({ name: 'switchyard' }).connect(
		streamOf({ ...started, isOver: () => false, onNoise: () => undefined, onNotification: () => undefined }),
	);
	let isAgent = false;
	const greeting = initialize(connection.agent, { offersFiles: false, offersTerminals: false }).then(
		({ version }) => {
			isAgent = version > 0;
		},
		() => undefined,
	);
	await settled(Promise.race([greeting, started.exit]), handshakeMs);
	if ((await started.tree.end(input.agent.politely)).length > 0) {
		started.abandon();
	}
	connection.close();
	return isAgent;
}
