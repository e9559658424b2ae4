// node bench/activation.ts [--starts=20] [--write]
// How long VS Code takes to activate Switchyard, beside an extension that does nothing: loading the code, preparing its
// context, running `activate`. In the real extension host, a new one for each start, with the order turned each time. With
// `--write` the table of docs/BENCHMARKS.md is made anew: on a machine that does nothing else.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureHost, launchChromium, startServer } from '../test/host/host.mjs';

const root = resolve(import.meta.dirname, '..');
const page = join(root, 'docs/BENCHMARKS.md');
const begin = '<!-- begin: npm run bench:activation -- --write -->';
const end = '<!-- end: activation -->';
const settleMs = 700;

const { values } = parseArgs({
	options: { starts: { type: 'string', default: '20' }, write: { type: 'boolean', default: false } },
});
const starts = Number(values.starts);
const ours = 'switchyard.switchyard';
const empty = 'switchyard-test.empty';

/** As test/fixtures/activation writes it: milliseconds by the id of an extension. */
interface Start {
	readonly order: readonly string[];
	readonly tookMs: Readonly<Record<string, number>>;
	/** The processor time of the host's thread, which other programs change little. */
	readonly workMs: Readonly<Record<string, number>>;
	readonly loadMs: Readonly<Record<string, number | null>>;
	readonly callMs: Readonly<Record<string, number | null>>;
	readonly error?: string;
}

/** An extension that does nothing, and nothing activates. */
function writeEmpty(folder: string, name: string): void {
	mkdirSync(folder, { recursive: true });
	const manifest = { name, publisher: 'switchyard-test', version: '0.0.1', engines: { vscode: '^1.120.0' } };
	const rest = { main: './extension.cjs', activationEvents: [], extensionKind: ['workspace'] };
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...rest }));
	writeFileSync(join(folder, 'extension.cjs'), 'exports.activate = () => {};\n');
}

/** Switchyard as it is built, but activated by nobody else. */
function copyOurs(folder: string): void {
	cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
	cpSync(join(root, 'media'), join(folder, 'media'), { recursive: true });
	for (const file of readdirSync(root).filter((name) => /^package\.nls.*\.json$/.test(name))) {
		cpSync(join(root, file), join(folder, file));
	}
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
}

async function measure(own: string): Promise<readonly Start[]> {
	const at = (name: string) => join(own, name);
	for (const folder of ['folder', 'results', 'ours']) {
		mkdirSync(at(folder));
	}
	writeEmpty(at('warm'), 'warm');
	writeEmpty(at('empty'), 'empty');
	copyOurs(at('ours'));
	const probe = { folder: at('results'), warm: 'switchyard-test.warm', measured: [ours, empty], settleMs };
	writeFileSync(at('probe.json'), JSON.stringify(probe));
	const server = await startServer({
		userDataDir: at('user'),
		extensionsDir: at('extensions'),
		link: [at('ours'), at('empty'), at('warm'), join(root, 'test/fixtures/activation')],
		settings: {
			'git.enabled': false,
			'switchyard.providers': ['one', 'two', 'three'].map((id) => ({
				id,
				kind: 'openai',
				baseUrl: 'http://127.0.0.1:9/v1',
				model: 'any',
			})),
		},
		env: { HOME: own, SWITCHYARD_ACTIVATION: at('probe.json') },
	});
	const browser = await launchChromium();
	try {
		const workbench = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		for (let start = 1; start <= starts; start += 1) {
			await workbench.goto(server.url({ folder: at('folder') }), { timeout: 120_000 });
			await appeared(at('results'), start);
		}
	} finally {
		await browser.close();
		await server.stop();
	}
	return readdirSync(at('results')).map((file) => JSON.parse(readFileSync(join(at('results'), file), 'utf8')) as Start);
}

async function appeared(folder: string, count: number): Promise<void> {
	const latest = performance.now() + 120_000;
	while (readdirSync(folder).length < count) {
		if (performance.now() > latest) {
			throw new Error(`the extension host of start ${count} did not tell in time`);
		}
		await pause(100);
	}
}

function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

function rowOf(what: string, id: string, results: readonly Start[]): string {
	const figures = (pick: (start: Start) => number | null | undefined) => results.map((start) => pick(start) ?? NaN);
	const took = figures(({ tookMs }) => tookMs[id]).sort((one, other) => one - other);
	const cells = [
		median(took),
		took[0] ?? NaN,
		took.at(-1) ?? NaN,
		median(figures(({ workMs }) => workMs[id])),
		median(figures(({ loadMs }) => loadMs[id])),
		median(figures(({ callMs }) => callMs[id])),
	];
	return `| ${what} | ${cells.map((ms) => `${ms.toFixed(1)} ms`).join(' | ')} |`;
}

await ensureHost();
const own = mkdtempSync(join(tmpdir(), 'switchyard-activation-'));
try {
	const results = await measure(own);
	const broken = results.find(({ error }) => error !== undefined);
	if (broken !== undefined) {
		throw new Error(broken.error);
	}
	const ratioOf = (figure: (start: Start, id: string) => number | undefined, of = median) => {
		const [one, other] = [ours, empty].map((id) => of(results.map((start) => figure(start, id) ?? NaN)));
		return ((one ?? NaN) / (other ?? NaN)).toFixed(2);
	};
	const took = ({ tookMs }: Start, id: string) => tookMs[id];
	const table = [
		'| extension | activation: median | least | most | processor time: median | of it loading the code | of it `activate` |',
		'| --- | --- | --- | --- | --- | --- | --- |',
		rowOf('empty', empty, results),
		rowOf('Switchyard', ours, results),
	].join('\n');
	const least = (figures: readonly number[]) => Math.min(...figures);
	const work = ({ workMs }: Start, id: string) => workMs[id];
	const ratio = `Ratio of the medians: ${ratioOf(took)}, of the least: ${ratioOf(took, least)}, of the processor time: ${ratioOf(work)}.`;
	const day = new Date().toISOString().slice(0, 10);
	const load = (loadavg()[0] ?? 0).toFixed(1);
	const where = `${results.length} starts on ${day} with ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load average ${load} at the end.`;
	console.log(`${where}\n\n${table}\n\n${ratio}`);
	if (values.write) {
		const text = readFileSync(page, 'utf8');
		const [before, after] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
		writeFileSync(page, `${text.slice(0, before)}\n${where}\n\n${table}\n\n${ratio}\n${text.slice(after)}`);
	}
} finally {
	rmSync(own, { recursive: true, force: true, maxRetries: 5 });
}
