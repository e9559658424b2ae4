// node window.ts STORAGE FOLDER
// Begins work in a copy, says where on its output, starts a process that nothing but its marker tells whose it is, and
// waits to be killed.
import { spawn } from 'node:child_process';
import { markerVariable } from '../../../src/providers/agentEnvironment.ts';
import { newMarker } from '../../../src/providers/orphans.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';

const [storage = '', folder = ''] = process.argv.slice(2);
const begun = await createWorktreeWorkspace({ storage, now: () => 1000 }).begin(folder, new AbortController().signal);
if (!begun.ok) {
	throw new Error(begun.failure.message);
}
const orphan = spawn('tail', ['-f', '/dev/null'], {
	detached: true,
	stdio: 'ignore',
	env: { ...process.env, [markerVariable]: newMarker() },
});
orphan.unref();
process.stdout.write(`${JSON.stringify({ cwd: begun.transaction.cwd, orphan: orphan.pid })}\n`);
setInterval(() => undefined, 1000);
