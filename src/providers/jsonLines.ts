const longestLine = 8 * 1024 * 1024;
const newline = 0x0a;

/**
 * The JSON values of a stream, one per line that is not blank; `null` for a line that is none, which `stray` is told.
 * As `textLines` otherwise.
 */
export async function* jsonLines(
	chunks: AsyncIterable<Uint8Array>,
	longest = longestLine,
	stray: (line: string) => void = () => undefined,
): AsyncGenerator<unknown, void> {
	for await (const line of textLines(chunks, longest)) {
		if (line === null) {
			yield null;
		} else if (line.trim() !== '') {
			yield valueOf(line, stray);
		}
	}
}

/**
 * The lines of a stream without their ends; `null` as soon as one is too long to be kept. Never holds more than one line,
 * and reads on only when asked to. Bytes that are no UTF-8 are replaced, not refused.
 */
export async function* textLines(
	chunks: AsyncIterable<Uint8Array>,
	longest = longestLine,
): AsyncGenerator<string | null, void> {
	let kept: Uint8Array[] = [];
	let length = 0;
	let dropping = false;
	for await (const chunk of chunks) {
		let start = 0;
		for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
			if (!dropping) {
				yield textOf([...kept, chunk.subarray(start, end)]);
			}
			kept = [];
			length = 0;
			dropping = false;
			start = end + 1;
		}
		if (dropping || start === chunk.length) {
			continue;
		}
		length += chunk.length - start;
		dropping = length > longest;
		if (dropping) {
			kept = [];
			yield null;
		} else {
			kept.push(chunk.subarray(start));
		}
	}
	if (!dropping && length > 0) {
		yield textOf(kept);
	}
}

function textOf(pieces: readonly Uint8Array[]): string {
	return Buffer.concat(pieces).toString('utf8').replace(/\r$/, '');
}

function valueOf(line: string, stray: (line: string) => void): unknown {
	try {
		return JSON.parse(line);
	} catch {
		stray(line);
		return null;
	}
}
