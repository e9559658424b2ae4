// npm run replay:record
// Plays every scene and keeps its journal, exported as a user would export it, as test/replay/<scene>.jsonl.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportLog } from '../../src/core/exportedLog.ts';
import { start } from '../support/requests.ts';
import { scenes } from './scenes.ts';

const origin = { version: '0.1.0', exportedAt: new Date(start).toISOString() };

for (const [name, play] of Object.entries(scenes)) {
	const { journal } = await play();
	const log = { before: journal.before(), events: journal.events() };
	writeFileSync(
		join(import.meta.dirname, `${name}.jsonl`),
		exportLog(log, origin, { hosts: new Set(), knowsModel: () => false }),
	);
}
