import { parentPort } from 'node:worker_threads';
import type { TreeWork } from './treeResult.ts';
import { perform } from './treeWork.ts';

// A thread of its own for the work on many files. What goes wrong is told with its code, which a message would lose.
parentPort?.on('message', (work: TreeWork) => {
	try {
		const result = perform(work);
		parentPort?.postMessage({ ok: true, result }, [result.rows.buffer, result.copies.buffer] as ArrayBuffer[]);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : null;
		parentPort?.postMessage({ ok: false, code, message: String(error) });
	}
});
