import { type FileHandle, open } from 'node:fs/promises';
import { execa } from 'execa';

/** The input of a program that looks whether it is a pipe, which the pipes of Node are not: they are sockets. */
export interface PipeInput {
	/** For the `stdin` of the program. The types of the library that starts it know the lowest descriptors alone. */
	readonly descriptor: 3;
	/** To be called once, when the program was started: resolves when it has read all, or has ended. Never rejects. */
	give(text: string): Promise<void>;
}

/** Makes a pipe at `path`, which does not exist yet. Not for Windows. */
export async function pipeInput(path: string): Promise<PipeInput> {
	await execa('mkfifo', ['-m', '600', path]);
	// Each end alone would wait for the other one to be opened.
	const both = await open(path, 'r+');
	const reader = await open(path, 'r');
	const writer = await open(path, 'w');
	await both.close();
	return {
		descriptor: descriptorOf(reader),
		async give(text) {
			// The program has its own by now. As long as ours is open, its end would not be noticed.
			await reader.close();
			// Most often because it has ended without reading.
			await writer.writeFile(text).catch(() => undefined);
			await writer.close();
		},
	};
}

function descriptorOf({ fd }: FileHandle): 3 {
	const isDescriptor = (value: number): value is 3 => value > 2;
	if (!isDescriptor(fd)) {
		throw new Error('The input of an agent is no file of its own');
	}
	return fd;
}
