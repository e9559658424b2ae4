import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { UsageError } from './arguments.ts';

/** Where one workbench keeps what its user does. */
export interface StartProfile {
	readonly userDataDir: string;
	readonly extensionsDir: string;
	readonly settingsFile: string;
	/** What belongs to the machine, such as programs: VS Code takes it from here only. */
	readonly machineFile: string;
	readonly portFile: string;
}

export function profileIn(folder: string): StartProfile {
	const userDataDir = join(folder, 'user');
	return {
		userDataDir,
		extensionsDir: join(folder, 'extensions'),
		settingsFile: join(userDataDir, 'User/settings.json'),
		machineFile: join(userDataDir, 'Machine/settings.json'),
		portFile: join(folder, 'port'),
	};
}

export function readText(file: string): string {
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export function writeText(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

/**
 * The port to listen on. The browser keeps secrets by address, so a profile stays with the port it had as long as
 * that is free. Throws a `UsageError` when the port that was asked for is taken.
 */
export async function choosePort(profile: StartProfile, asked: number | null): Promise<number> {
	if (asked !== null) {
		if (!(await isFree(asked))) {
			throw new UsageError(`--port ${asked}: the port is taken`);
		}
		return asked;
	}
	const last = Number(readText(profile.portFile));
	return last > 0 && last < 65_536 && (await isFree(last)) ? last : 0;
}

function isFree(port: number): Promise<boolean> {
	const probe = createServer();
	return new Promise((resolve) => {
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}
