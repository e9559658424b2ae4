import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { markerVariable } from '../../../src/providers/agentEnvironment.ts';
import { endOrphans, newMarker } from '../../../src/providers/orphans.ts';

describe('processes of a window that is dead', () => {
	const running: ChildProcess[] = [];
	const start = (marker: string) => {
		const child = spawn('tail', ['-f', '/dev/null'], {
			stdio: 'ignore',
			env: { ...process.env, [markerVariable]: marker },
		});
		running.push(child);
		return child;
	};

	afterEach(() => {
		for (const child of running.splice(0)) {
			child.kill('SIGKILL');
		}
	});

	it('are ended by their marker; those of a live window, of another container and of nobody go on', async () => {
		const own = newMarker();
		const [space, , begun, ...random] = own.split('-');
		const dead = [`${space}-${process.pid}-1-x`, `${space}-999999999-${begun}-${random.join('-')}`].map(start);
		const others = [own, `1-${process.pid}-1-x`, `-${process.pid}-1-x`, 'a word', ''].map(start);
		const ends = Promise.all(dead.map((child) => once(child, 'exit')));
		assert.ok((await endOrphans()) >= dead.length);
		await ends;
		assert.deepEqual(
			others.map(({ exitCode, signalCode }) => [exitCode, signalCode]),
			others.map(() => [null, null]),
		);
	});

	it('two runs of one window have markers of their own', () => {
		assert.notEqual(newMarker(), newMarker());
	});
});
