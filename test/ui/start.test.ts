import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { temporaryFolder } from '../support/temporary.ts';

const root = resolve(import.meta.dirname, '../..');

describe('npm start', () => {
	let kept: string;
	let mark: string;
	let child: ChildProcess | null;

	beforeEach(() => {
		kept = temporaryFolder();
		mark = randomUUID();
		child = null;
	});

	afterEach(() => {
		child?.kill('SIGKILL');
	});

	/** Starts it with its output piped. */
	function start(...args: string[]): ChildProcess {
		child = spawn(process.execPath, [join(root, 'scripts/start.ts'), ...args], {
			cwd: root,
			env: { ...process.env, SWITCHYARD_START_FOLDER: kept, SWITCHYARD_TEST_MARK: mark },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		return child;
	}

	const userSettings = () => readFileSync(join(kept, 'user/User/settings.json'), 'utf8');

	it('prints the address of a workbench that answers, with the demonstration in its settings until it ends', async () => {
		const running = start();
		const address = await addressOf(running);
		assert.equal((await fetch(address)).status, 200);
		assert.match(userSettings(), /"simulated-crashing-agent"/);

		running.kill('SIGINT');
		assert.deepEqual(await once(running, 'exit'), [0, null]);
		assert.doesNotMatch(userSettings(), /simulated/);
		assert.deepEqual(processesMarked(mark), []);
		await assert.rejects(fetch(address));
	});

	it('takes a settings file as the user settings, without writing to it', async () => {
		const file = join(kept, 'mine.json');
		const text = '{\n\t// mine\n\t"editor.fontSize": 17,\n\t"switchyard.providers": []\n}\n';
		writeFileSync(file, text);
		const running = start('--settings', file, '--workspace', kept);
		const { searchParams } = new URL(await addressOf(running));
		assert.equal(searchParams.get('folder'), kept);

		running.kill('SIGTERM');
		assert.deepEqual(await once(running, 'exit'), [0, null]);
		assert.equal(readFileSync(file, 'utf8'), text);
		assert.deepEqual(readdirSync(kept), ['mine.json']);
	});

	it('leaves the settings of its user alone when there are providers', async () => {
		const own = '[{ "id": "mine", "kind": "agent-cli", "agent": "codex" }]';
		mkdirSync(join(kept, 'user/User'), { recursive: true });
		writeFileSync(join(kept, 'user/User/settings.json'), `{ "switchyard.providers": ${own} }`);
		const running = start();
		await addressOf(running);
		const settings = JSON.parse(userSettings()) as Record<string, unknown>;
		assert.deepEqual(settings['switchyard.providers'], JSON.parse(own));
		assert.equal(settings['switchyard.agents'], undefined);
		running.kill('SIGINT');
		await once(running, 'exit');
	});

	it('says that the port is taken', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as { port: number };
		const running = start('--port', String(port));
		assert.match(await textOf(running), new RegExp(`--port ${port}: the port is taken`));
		assert.equal(running.exitCode, 1);
		other.close();
	});
});

/** The machine-readable line; rejects when the process ends without one. */
function addressOf(running: ChildProcess): Promise<string> {
	return new Promise((found, missing) => {
		let text = '';
		const read = (chunk: Buffer) => {
			text += chunk.toString();
			const address = /^Switchyard: (http:\S+)\n/m.exec(text)?.[1];
			if (address !== undefined) {
				found(address);
			}
		};
		running.stdout?.on('data', read);
		running.stderr?.on('data', read);
		running.once('exit', () => missing(new Error(`npm start ended:\n${text}`)));
	});
}

async function textOf(running: ChildProcess): Promise<string> {
	let text = '';
	running.stderr?.on('data', (chunk: Buffer) => {
		text += chunk.toString();
	});
	await once(running, 'close');
	return text;
}

/** The processes that inherited the mark, whoever their parent is now. */
function processesMarked(mark: string): readonly string[] {
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark));
}

function environmentOf(process: string): string {
	try {
		return readFileSync(`/proc/${process}/environ`, 'utf8');
	} catch {
		return ''; // it has ended meanwhile
	}
}
