// npm run replay -- FILE.jsonl [--route ID]
// Decides everything once more that was decided in an exported route log. Exit code 0: all the same, 1: a decision
// differs, 2: the file is no such log. With --route it also lists the decisions of that route.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseLog } from '../src/core/parsedLog.ts';
import { decisionsOf, replay } from '../src/core/replay.ts';
import { reportText, routeText } from './replay/report.ts';

const usage = 'npm run replay -- FILE.jsonl [--route ID]';

function main(): number {
	const { file, route } = readArguments(process.argv.slice(2));
	const parsed = parseLog(readFileSync(file, 'utf8'));
	if (!parsed.ok) {
		console.error(`${file}:${parsed.line}: ${parsed.message}`);
		return 2;
	}
	const { header, log } = parsed;
	if (route !== null) {
		const decisions = decisionsOf(log, route);
		if (decisions.length === 0) {
			console.error(`${file}: no decision of a route ${route}`);
			return 2;
		}
		console.log(`${routeText(decisions)}\n`);
	}
	const report = replay(log);
	console.log(reportText(header, report));
	return report.first === null ? 0 : 1;
}

function readArguments(args: readonly string[]): { readonly file: string; readonly route: string | null } {
	const { values, positionals } = parseArgs({
		args: [...args],
		options: { route: { type: 'string' } },
		allowPositionals: true,
	});
	const [file, ...others] = positionals;
	if (file === undefined || others.length > 0) {
		throw new Error(`name one file\nUsage: ${usage}`);
	}
	return { file, route: values.route ?? null };
}

try {
	process.exitCode = main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
