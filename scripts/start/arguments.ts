import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. */
export interface StartRequest {
	/** The folder to open; `null`: a temporary copy of the demonstration folder. */
	readonly workspace: string | null;
	/** The file that is the user's settings of this run; `null`: the settings kept between starts. */
	readonly settings: string | null;
	/** `null`: any free one. */
	readonly port: number | null;
	readonly demo: boolean;
}

/** Something the user has to put right, told without a stack. */
export class UsageError extends Error {}

const usage = 'npm start -- [--workspace DIR] [--settings FILE.json] [--port N] [--no-demo]';

/** Throws a `UsageError` on anything it does not know. */
export function readArguments(args: readonly string[]): StartRequest {
	const values = parse(args);
	return {
		workspace: values.workspace ?? null,
		settings: values.settings ?? null,
		port: values.port === undefined ? null : readPort(values.port),
		demo: values['no-demo'] !== true,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				workspace: { type: 'string' },
				settings: { type: 'string' },
				port: { type: 'string' },
				'no-demo': { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UsageError(`${reason}\nUsage: ${usage}`, { cause: error });
	}
}

function readPort(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
		throw new UsageError(`--port ${text}: expected a number from 1 to 65535`);
	}
	return port;
}
