import { readdirSync, readFileSync } from 'node:fs';

/** An answer as a vendor sends it, and what is to be made of it. */
export interface VendorCase {
	readonly title: string;
	/** Where body and headers come from; "from memory" where nothing could be found. */
	readonly source: string;
	/** An error inside a stream that began well; `body` is then the list of its events. */
	readonly stream?: boolean;
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: unknown;
	/** `waitMs` only where the kind has one. */
	readonly expect: { readonly kind: string; readonly waitMs?: number | null };
	/** When it was received, for moments in it; else the morning of 21 November 2026, at one in California. */
	readonly now?: string;
}

interface Vendor {
	readonly vendor: string;
	/** Situations that this vendor has no answer for, each with the reason. */
	readonly absent?: Readonly<Record<string, string>>;
	readonly cases: readonly VendorCase[];
}

/** What every vendor must have an answer for, or a reason to have none. */
export const situations: Readonly<Record<string, (each: VendorCase) => boolean>> = {
	'rate-limit': ({ expect }) => expect.kind === 'rate-limited',
	quota: ({ expect }) => expect.kind === 'quota-exhausted' || expect.kind === 'billing',
	unauthorized: ({ expect, status }) => expect.kind === 'unauthorized' && status !== 403,
	forbidden: ({ status }) => status === 403,
	'missing-model': ({ expect }) => expect.kind === 'model-missing',
	context: ({ expect }) => expect.kind === 'context-exceeded',
	'output-limit': ({ expect }) => expect.kind === 'output-limit',
	overloaded: ({ expect }) => expect.kind === 'overloaded',
	refused: ({ expect }) => expect.kind === 'refused',
	// The next provider may know it.
	parameter: ({ expect, status }) => expect.kind === 'unknown' && status !== undefined,
	'stream-error': ({ stream }) => stream === true,
};

/** The fixtures of all vendors, in the order of their names. */
export function vendorsIn(): readonly Vendor[] {
	const folder = new URL('../fixtures/vendors/', import.meta.url);
	const files = readdirSync(folder).sort();
	return files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vendor);
}

/** The text of docs/FAILURES.md. */
export function failureTable(vendors: readonly Vendor[]): string {
	return `${[head, ...vendors.map(section)].join('\n\n')}\n`;
}

const head = `# What a vendor's error means

Made by \`npm run failures\` from \`test/fixtures/vendors/\`, where the whole bodies are; a unit test sends each of them
through the adapter and holds this page to them. What follows from a kind is the table \`consequences\` in
[\`core/failure.ts\`](../src/core/failure.ts).

The status is that of the answer; \`stream\` is an error behind a status of success, after the stream had begun. The code
is the name that the body gives. The wait is how long the vendor says to stay away. A source tells where the body comes
from: an address to look it up, or "from memory" where none was found.`;

function section({ vendor, cases, absent = {} }: Vendor): string {
	const rows = cases.map((each) => `| ${cells(each).map(escaped).join(' | ')} |`);
	const missing = Object.entries(absent).map(([situation, reason]) => `- No ${situation}: ${reason}.`);
	const table = [
		`## ${vendor}`,
		'',
		'| what happened | status | code | kind | wait | source |',
		'|---|---|---|---|---|---|',
		...rows,
	];
	return [...table, ...(missing.length > 0 ? ['', ...missing] : [])].join('\n');
}

function cells({ title, status, stream, body, expect, source }: VendorCase): readonly string[] {
	const wait = typeof expect.waitMs === 'number' ? `${expect.waitMs / 1000} s` : '';
	return [title, stream === true ? 'stream' : String(status), codeIn(body), expect.kind, wait, source];
}

/** The name nearest to the error in a body: its code, or its type, or its reason to finish. */
function codeIn(body: unknown): string {
	const text = JSON.stringify(body);
	for (const field of ['code', 'status', 'type', 'finish_reason']) {
		const name = new RegExp(`"${field}":"([A-Za-z_][\\w: ]*)"`).exec(text.replaceAll('"type":"error"', ''))?.[1];
		if (name !== undefined && name !== 'None' && name !== 'failure') {
			return `\`${name}\``;
		}
	}
	return '';
}

function escaped(cell: string): string {
	return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
