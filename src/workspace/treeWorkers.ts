import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { rowLength } from './files.ts';
import type { Read, TreeResult, TreeWork } from './treeResult.ts';
import { perform } from './treeWork.ts';

/** Does the work on many files, in threads of their own where that is worth it. */
export interface TreeWorkers {
	/** Rejects with the signal's reason after an abort; nothing works any more by then. */
	run(work: TreeWork, signal?: AbortSignal): Promise<TreeResult>;
}

/** Below this many files a thread takes longer to start than the work does. */
const worthThreads = 1500;
/** More than this wait for the same disk. */
const mostThreads = 4;
/** So many files are done before others have their turn, about a hundredth of a second. */
const slice = 100;

/** `script`: an absolute path or a URL of the thread's program; `null`: everything is done here, a few files at a time. */
export function createTreeWorkers(script: string | URL | null): TreeWorkers {
	return {
		run: async (work, signal) => {
			const threads = Math.max(2, Math.min(mostThreads, availableParallelism()));
			const many = script !== null && work.names.length >= worthThreads;
			const length = many ? Math.ceil(work.names.length / threads) : slice;
			const parts: { readonly from: number; readonly work: TreeWork }[] = [];
			for (let from = 0; from < work.names.length; from += length) {
				parts.push({ from, work: part(work, from, from + length, many) });
			}
			const result = joined(work);
			if (many) {
				const ends = await Promise.allSettled(parts.map((each) => inThread(script, each.work, signal)));
				for (const [place, end] of ends.entries()) {
					if (end.status === 'rejected') {
						throw end.reason;
					}
					result.add(end.value, parts[place]?.from ?? 0);
				}
			} else {
				for (const { from, work: few } of parts) {
					signal?.throwIfAborted();
					result.add(perform(few), from);
					await new Promise((resolve) => setImmediate(resolve));
				}
			}
			signal?.throwIfAborted();
			return result.whole;
		},
	};
}

function part(work: TreeWork, from: number, to: number, apart: boolean): TreeWork {
	const names = work.names.slice(from, to);
	switch (work.type) {
		case 'look':
			return { ...work, names };
		case 'keep':
			return { ...work, names, expected: work.expected.slice(from, to), contents: ownFile(work.contents, from, apart) };
		case 'copy':
			return {
				...work,
				names,
				known: work.known.slice(from * rowLength, to * rowLength),
				contents: ownFile(work.contents, from, apart),
			};
	}
}

/** No two threads write to one file. */
function ownFile(contents: string, from: number, apart: boolean): string {
	return apart ? `${contents}-${from}` : contents;
}

function joined(work: TreeWork): { readonly whole: TreeResult; add(result: TreeResult, from: number): void } {
	const length = work.names.length * rowLength;
	const read: Read[] = [];
	const large: number[] = [];
	const whole = {
		rows: new Float64Array(length),
		copies: new Float64Array(work.type === 'copy' ? length : 0),
		read,
		large,
	};
	return {
		whole,
		add(result, from) {
			whole.rows.set(result.rows, from * rowLength);
			whole.copies.set(result.copies, work.type === 'copy' ? from * rowLength : 0);
			for (const each of result.read) {
				read.push({ ...each, place: each.place + from });
			}
			for (const place of result.large) {
				large.push(place + from);
			}
		},
	};
}

type Told =
	| { readonly ok: true; readonly result: TreeResult }
	| { readonly ok: false; readonly code: unknown; readonly message: string };

/** Settles only when the thread is gone. */
async function inThread(script: string | URL, work: TreeWork, signal: AbortSignal | undefined): Promise<TreeResult> {
	signal?.throwIfAborted();
	const worker = new Worker(script);
	const stop = () => void worker.terminate();
	signal?.addEventListener('abort', stop, { once: true });
	try {
		return await new Promise<TreeResult>((resolve, reject) => {
			worker.once('message', (told: Told) => {
				if (told.ok) {
					resolve(told.result);
				} else {
					const code = typeof told.code === 'string' ? { code: told.code } : {};
					reject(Object.assign(new Error(told.message), code));
				}
			});
			worker.once('error', reject);
			worker.once('exit', () => reject(signal?.reason instanceof Error ? signal.reason : new Error('A thread ended.')));
			worker.postMessage(work);
		});
	} finally {
		signal?.removeEventListener('abort', stop);
		await worker.terminate();
	}
}
