import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { bundleRooms } from '../../../scripts/bundle/rooms.ts';
import { shared } from '../../../scripts/bundle/shared.ts';
import { bundled } from '../../support/bundled.ts';
import { temporaryFolder } from '../../support/temporary.ts';

interface House {
	readonly counter: { seen: number };
	enter(room: 'left' | 'right'): Promise<{ look(): string; readonly counter: unknown; readonly tool: unknown }>;
}

const files: Readonly<Record<string, string>> = {
	'start.ts': `
		import { counter } from './counter.ts';
		import { name } from './name.ts';
		export { counter };
		export const own = name;
		export const enter = (room: string) =>
			room === 'left' ? import('./lazy/left.ts') : import('./lazy/right.ts');`,
	'counter.ts': `export const counter = { seen: 0 };`,
	'name.ts': `export const name = 'of the start';`,
	'otherName.ts': `import { counter } from './counter.ts'; export const name = () => 'seen ' + String(counter.seen);`,
	'tool.ts': `export const tool = { text: 'a tool that both rooms use, and the start does not' };`,
	'lazy/left.ts': `
		import { counter } from '../counter.ts';
		import { name } from '../name.ts';
		export { counter };
		export { tool } from '../tool.ts';
		export const look = () => { counter.seen += 1; return name; };`,
	'lazy/right.ts': `
		import { counter } from '../counter.ts';
		import { name } from '../otherName.ts';
		export { counter };
		export { tool } from '../tool.ts';
		export const look = () => name();`,
};
const rooms = ['lazy/left.ts', 'lazy/right.ts'];

describe('the bundles of a start and its rooms', () => {
	let folder: string;
	before(() => {
		folder = temporaryFolder();
		mkdirSync(join(folder, 'lazy'));
		for (const [file, text] of Object.entries(files)) {
			writeFileSync(join(folder, file), text);
		}
	});

	it('share what is in the start: one and the same object', async () => {
		const house = await bundled<House>('start.ts', rooms, folder);
		const [left, right] = [await house.enter('left'), await house.enter('right')];
		assert.equal(left.look(), 'of the start');
		assert.equal(right.look(), 'seen 1');
		assert.equal(house.counter.seen, 1);
		assert.equal(left.counter, house.counter);
		assert.equal(right.tool, left.tool);
	});

	it('hold each text once, and none of the rooms in the start', async () => {
		const bundles = await bundleRooms({
			start: join(folder, 'start.ts'),
			rooms: rooms.map((room) => join(folder, room)),
			shared: { ...shared, absWorkingDir: folder },
		});
		await stop();
		const holding = (text: string) => bundles.filter((bundle) => bundle.text.includes(text)).map(({ name }) => name);
		assert.deepEqual(holding('of the start'), ['start']);
		assert.deepEqual(holding('seen '), ['right']);
		const [tools, ...others] = holding('a tool that both');
		assert.match(tools ?? '', /^part-/);
		assert.deepEqual(others, []);
	});
});
