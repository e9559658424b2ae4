import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What a window that was killed had begun. */
export interface KilledWindow {
	/** The tree it worked in. */
	readonly cwd: string;
	/** A process of its agent that still runs. */
	readonly orphan: number;
	readonly pid: number;
}

/** Begins work on a folder in a process of its own. `meanwhile` is done before that process is killed. */
export async function killedWindow(
	storage: string,
	folder: string,
	environment: NodeJS.ProcessEnv,
	meanwhile: (cwd: string) => Promise<void> | void,
): Promise<KilledWindow> {
	const program = path.join(import.meta.dirname, 'window.ts');
	const child = spawn(process.execPath, [program, storage, folder], {
		env: environment,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const exited = once(child, 'exit');
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const { cwd, orphan } = JSON.parse(line.toString()) as { readonly cwd: string; readonly orphan: number };
	try {
		await meanwhile(cwd);
	} finally {
		child.kill('SIGKILL');
		await exited;
	}
	return { cwd, orphan, pid: child.pid ?? 0 };
}
