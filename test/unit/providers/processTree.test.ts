import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { listFromProc, listFromPs, type RunningProcess } from '../../../src/providers/processList.ts';
import { watchTree } from '../../../src/providers/processTree.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { isRunning, pidIn } from './processes.ts';

/** Beyond the largest pid that the system gives away. */
const nobody = 2 ** 30;
const marker = { name: 'SWITCHYARD_RUN', value: 'of-this-test' };

describe('the end of a process tree', () => {
	/** Starts a shell that runs `script` and resolves when it has printed its first line. */
	async function shell(script: string, environment: Record<string, string> = {}) {
		const child = spawn('/bin/bash', ['-c', script], {
			detached: true,
			stdio: ['ignore', 'pipe', 'ignore'],
			env: { PATH: process.env['PATH'], ...environment },
		});
		const exited = once(child, 'exit');
		await once(child.stdout, 'data');
		assert.ok(child.pid !== undefined);
		return { root: child.pid, exited };
	}

	it('takes the whole group with it', async () => {
		const file = join(temporaryFolder(), 'pid');
		const { root, exited } = await shell(`trap '' INT; sleep 1000 & echo $! > ${file}; echo ready; wait`);
		assert.deepEqual(await watchTree({ root, marker, graceMs: 0 }).end('SIGINT'), []);
		await exited;
		assert.equal(isRunning(pidIn(file)), false);
	});

	it('finds a process that left its group, its session and its parent, by the marker', async () => {
		const file = join(temporaryFolder(), 'pid');
		const script = `(setsid bash -c 'echo $$ > ${file}; exec sleep 1000' >/dev/null &) ; while [ ! -s ${file} ]; do :; done; echo ready`;
		const { root, exited } = await shell(script, { [marker.name]: marker.value });
		await exited;
		assert.equal(isRunning(pidIn(file)), true);
		assert.deepEqual(await watchTree({ root, marker }).end(null), []);
		assert.equal(isRunning(pidIn(file)), false);
	});

	it('finds a process in a session of its own without the marker, by its parent', async () => {
		const file = join(temporaryFolder(), 'pid');
		const script = `setsid env -i bash -c 'echo $$ > ${file}; exec sleep 1000' >/dev/null & while [ ! -s ${file} ]; do :; done; echo ready; wait`;
		const { root, exited } = await shell(script);
		assert.deepEqual(await watchTree({ root, marker, graceMs: 0 }).end('SIGINT'), []);
		await exited;
		assert.equal(isRunning(pidIn(file)), false);
	});

	it('lets a process tidy up first when asked politely', async () => {
		const file = join(temporaryFolder(), 'pid');
		const { root, exited } = await shell(
			`trap 'echo 7 > ${file}; exit 0' INT; echo ready; while :; do sleep 0.01; done`,
		);
		assert.deepEqual(await watchTree({ root, marker, graceMs: 60_000 }).end('SIGINT'), []);
		assert.deepEqual(await exited, [0, null]);
		assert.equal(pidIn(file), 7);
	});

	it('names what it could not end', async () => {
		const undead: RunningProcess = { pid: nobody, parent: 1, group: nobody, session: nobody, started: '1' };
		const tree = watchTree({ root: nobody, marker, graceMs: 0, forceMs: 40, list: () => Promise.resolve([undead]) });
		assert.deepEqual(await tree.end('SIGINT'), [nobody]);
	});

	it('leaves alone a process that only got the pid of one that is gone', async () => {
		const root = { pid: nobody, parent: 1, group: nobody, session: nobody, started: '1' };
		const child = { pid: nobody + 1, parent: nobody, group: nobody + 1, session: nobody + 1, started: '2' };
		const other = { ...child, parent: 1, started: '3' };
		const seen = [[root, child]];
		const tree = watchTree({ root: nobody, marker, graceMs: 1, list: () => Promise.resolve(seen.shift() ?? [other]) });
		assert.deepEqual(await tree.end('SIGINT'), []);
	});
});

describe('the list of processes', () => {
	for (const [name, list] of [
		['/proc', listFromProc],
		['ps', listFromPs],
	] as const) {
		it(`from ${name} holds this process with its parent, and when it started`, async () => {
			const self = (await list()).find((running) => running.pid === process.pid);
			assert.equal(self?.parent, process.ppid);
			assert.notEqual(self.started, '');
		});
	}

	it('is the same from either source', async () => {
		const [fromProc, fromPs] = await Promise.all([listFromProc(), listFromPs()]);
		const groups = new Map(fromPs.map((running) => [running.pid, running.group]));
		const own = fromProc.find((running) => running.pid === process.pid);
		assert.equal(groups.get(process.pid), own?.group);
	});
});
