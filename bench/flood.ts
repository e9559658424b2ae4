// node bench/flood.ts [--dialect=codex|claude] [--seconds=60] [--per-second=10000] [--write]
// Delegates a task to an agent that says 10,000 things a second for a minute, in a real workbench with the routes view open,
// and measures inside the extension host how long its event loop is blocked and what memory it holds. With `--write` the
// table of docs/BENCHMARKS.md is made anew: on a machine that does nothing else.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureHost, launchChromium, startServer } from '../test/host/host.mjs';

const root = resolve(import.meta.dirname, '..');
const page = join(root, 'docs/BENCHMARKS.md');
const begin = '<!-- begin: npm run bench:flood -- --write -->';
const end = '<!-- end: flood -->';

const { values } = parseArgs({
	options: {
		dialect: { type: 'string' },
		seconds: { type: 'string', default: '60' },
		'per-second': { type: 'string', default: '10000' },
		write: { type: 'boolean', default: false },
	},
});
const seconds = Number(values.seconds);
const perSecond = Number(values['per-second']);
const dialects = values.dialect === undefined ? ['codex', 'claude'] : [values.dialect];

/** As test/fixtures/probe writes it: times in milliseconds, sizes in bytes. */
interface Phase {
	readonly tookMs: number;
	readonly cpuMs: number;
	/** The part of the time in which the event loop did something. */
	readonly busy: number;
	readonly delays: {
		readonly count: number;
		readonly p50: number;
		readonly p99: number;
		readonly p999: number;
		readonly max: number;
	};
	/** The processor time of the extension host's thread between two turns of its event loop that are 10 ms apart or more. */
	readonly turns: { readonly p99: number; readonly p999: number; readonly max: number };
	readonly memory: readonly { readonly heapUsed: number; readonly rss: number; readonly external: number }[];
}

interface Measured {
	readonly idle: Phase;
	readonly flood: Phase;
	readonly error?: string;
}

/** As test/fixtures/agents/flood-agent.mjs writes it. */
interface Said {
	readonly lines: number;
	readonly edits: number;
	readonly commands: number;
	readonly tookMs: number;
	readonly lateMs: number;
}

interface Run {
	readonly dialect: string;
	readonly measured: Measured;
	readonly said: Said;
}

async function runOf(dialect: string): Promise<Run> {
	const own = mkdtempSync(join(tmpdir(), 'switchyard-flood-'));
	const file = (name: string) => join(own, name);
	const folder = file('folder');
	mkdirSync(folder);
	writeFileSync(join(folder, 'cart.ts'), 'export const cart = [];\n');
	execFileSync('git', ['init', '--quiet'], { cwd: folder });
	const report = file('said.json');
	writeFileSync(file('flood.json'), JSON.stringify({ dialect, lines: seconds * perSecond, perSecond, report }));
	const result = file('measured.json');
	const probe = { result, instruction: 'Tidy up.', idleMs: 10_000, showRoutes: true };
	writeFileSync(file('probe.json'), JSON.stringify(probe));
	const program = join(root, 'test/fixtures/agents/flood-agent.mjs');
	const server = await startServer({
		userDataDir: file('user'),
		extensionsDir: file('extensions'),
		link: [root, join(root, 'test/fixtures/probe')],
		settings: {
			'git.enabled': false,
			'switchyard.providers': [{ id: 'flood', kind: 'agent-cli', agent: dialect }],
			'switchyard.agents': { [dialect]: { path: program, args: [`--flood=${file('flood.json')}`] } },
		},
		env: { HOME: own, SWITCHYARD_PROBE: file('probe.json') },
	});
	const browser = await launchChromium();
	try {
		const workbench = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		await workbench.goto(server.url({ folder }), { timeout: 120_000 });
		await appears(result, (seconds + 120) * 1000);
		const measured = JSON.parse(readFileSync(result, 'utf8')) as Measured;
		if (measured.error !== undefined) {
			throw new Error(measured.error);
		}
		const said = JSON.parse(readFileSync(report, 'utf8')) as Said;
		return { dialect, measured, said };
	} finally {
		await browser.close();
		await server.stop();
		rmSync(own, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function appears(file: string, limitMs: number): Promise<void> {
	const latest = performance.now() + limitMs;
	while (!existsSync(file)) {
		if (performance.now() > latest) {
			throw new Error(`${file} did not appear in time`);
		}
		await pause(200);
	}
}

/** Of the first and of the last third, in megabytes: the median, and for the heap what is left after its collections. */
function memoryOf({ memory }: Phase) {
	const third = Math.floor(memory.length / 3);
	const [first, last] = [memory.slice(0, third), memory.slice(-third)];
	const heap = (samples: Phase['memory']) => Math.min(...samples.map(({ heapUsed }) => heapUsed)) / 2 ** 20;
	const rss = (samples: Phase['memory']) => median(samples.map((sample) => sample.rss)) / 2 ** 20;
	return { heap: [heap(first), heap(last)], rss: [rss(first), rss(last)] };
}

function median(numbers: readonly number[]): number {
	return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function rowsOf({ dialect, measured, said }: Run): readonly string[] {
	const { idle, flood } = measured;
	const row = (what: string, phase: Phase, lines: string) => {
		const { p50, p99, p999, max } = phase.delays;
		const { turns } = phase;
		const { heap, rss } = memoryOf(phase);
		const cells = [
			what,
			lines,
			...[p50, p99, p999, max, turns.p99, turns.p999, turns.max].map((value) => `${value.toFixed(1)} ms`),
			`${Math.round(phase.busy * 100)} %`,
			`${heap.map((value) => value.toFixed(0)).join(' → ')} MB`,
			`${rss.map((value) => value.toFixed(0)).join(' → ')} MB`,
		];
		return `| ${cells.join(' | ')} |`;
	};
	const rate = Math.round(said.lines / (said.tookMs / 1000));
	const late = said.lateMs > 1000 ? `, ${Math.round(said.lateMs)} ms late` : '';
	return [
		row('nothing runs', idle, ''),
		row(dialect, flood, `${said.lines} in ${(said.tookMs / 1000).toFixed(1)} s, ${rate} a second${late}`),
	];
}

await ensureHost();
const head = [
	'| agent | lines | delay: p50 | p99 | p99.9 | longest | own work in one turn: p99 | p99.9 | longest | busy | heap, first → last third | RSS, first → last third |',
	`| ${Array.from({ length: 12 }, () => '---').join(' | ')} |`,
];
const rows: string[] = [];
const load: string[] = [];
for (const dialect of dialects) {
	rows.push(...rowsOf(await runOf(dialect)));
	load.push((loadavg()[0] ?? 0).toFixed(1));
}
const table = [...head, ...rows].join('\n');
console.log(table);
const [cpu] = cpus();
const day = new Date().toISOString().slice(0, 10);
const where = `Measured on ${day} with ${cpus().length} × ${cpu?.model ?? 'unknown'}; load average at the end of each run: ${load.join(', ')}.`;
console.log(where);
if (values.write) {
	const text = readFileSync(page, 'utf8');
	const [before, after] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
	writeFileSync(page, `${text.slice(0, before)}\n${where}\n\n${table}\n${text.slice(after)}`);
}
