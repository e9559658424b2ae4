import { spawn } from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a program with this process's input and output and resolves with its exit code, `null` after a signal. */
export function runChild(
	command: string,
	args: readonly string[],
	options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number | null> {
	const child = spawn(command, args, { stdio: 'inherit', ...options });
	const forward = (signal: NodeJS.Signals) => child.kill(signal);
	for (const signal of signals) {
		process.on(signal, forward);
	}
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => {
			for (const signal of signals) {
				process.off(signal, forward);
			}
			resolve(code);
		});
	});
}
