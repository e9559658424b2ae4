import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { knownAgents, permissions, usualAgentSettings } from '../../../src/core/agent.ts';
import { usualVariables } from '../../../src/providers/agentEnvironment.ts';
import type { Dialect } from '../../../src/providers/dialects/dialect.ts';
import { dialectOf } from '../../../src/providers/dialects/index.ts';
import {
	type AgentContract,
	type Outcome,
	type ProcessScenario,
	processScenarios,
	realScenarios,
	vendorScenarios,
} from './declaration.ts';

/** A page that has tables, by its path in the repository, and which of them. */
interface Page {
	readonly path: string;
	readonly tables: readonly (keyof typeof tables)[];
}

export const pages: readonly Page[] = [
	{ path: 'docs/AGENTS.md', tables: ['agents', 'vendor', 'real', 'acp', 'process', 'permissions', 'environment'] },
	{ path: 'README.md', tables: ['short'] },
];

/** The text of the page with its tables made anew; each stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->`. */
export function withTables(page: Page, before: string, contracts: readonly AgentContract[]): string {
	return page.tables.reduce((text, name) => {
		const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`];
		const [from, to] = [text.indexOf(begin), text.indexOf(end)];
		if (from < 0 || to < from) {
			throw new Error(`${page.path} has no place for the table ${name}`);
		}
		return `${text.slice(0, from + begin.length)}\n${tables[name](contracts)}\n${text.slice(to)}`;
	}, before);
}

/** What was seen of agents of the protocol. */
const { agents: acpAgents } = JSON.parse(
	readFileSync(resolve(import.meta.dirname, '../../../docs/agents-acp.json'), 'utf8'),
) as {
	readonly agents: Readonly<
		Record<
			string,
			{ readonly program: string; readonly basis: string; readonly seen: Readonly<Record<string, string>> }
		>
	>;
};

const acpScenarios = [
	'answer',
	'edit',
	'guarded',
	'limit',
	'quota',
	'auth',
	'overload',
	'model',
	'context',
	'cut',
	'cancel',
] as const;

type Table = (contracts: readonly AgentContract[]) => string;

const tables = {
	short: (contracts) =>
		tableOf(
			['agent', '`agent`', 'how it is known', 'version', 'where it may edit'],
			contracts.map(({ agent, title, basis, version, permissions: may }) => [
				title,
				nameOf(agent),
				basis,
				isKnown(agent) ? version : '–',
				may.edit,
			]),
		),
	agents: (contracts) =>
		tableOf(
			['agent', '`agent`', 'how it is known', 'version', 'logged in?', 'stopped by'],
			contracts.map((contract) => {
				const { agent, title, basis, version } = contract;
				const { leastVersion, loginArguments, command, politely } = dialectIn(contract);
				const least = leastVersion === null ? '' : `, at least ${leastVersion}`;
				const login = loginArguments === null ? 'its first run tells' : `\`${[command, ...loginArguments].join(' ')}\``;
				const which = isKnown(agent) ? `${version}${least}` : '–';
				return [title, nameOf(agent), basis, which, isKnown(agent) ? login : 'not asked', politely];
			}),
		),
	vendor: (contracts) =>
		tableOf(
			['agent', 'how it is known', ...vendorScenarios],
			contracts.map(({ title, basis, vendor }) => [
				title,
				basis,
				...vendorScenarios.map((scenario) => outcome(vendor[scenario].outcome)),
			]),
		),
	real: (contracts) => {
		const driven = contracts.filter(({ real }) => real !== undefined);
		return tableOf(
			['agent', 'version', ...realScenarios],
			driven.map(({ title, version, real = {} }) => [
				title,
				version,
				...realScenarios.map((scenario) => outcome(real[scenario])),
			]),
		);
	},
	acp: () =>
		tableOf(
			['`agent`', 'program', 'how it is known', ...acpScenarios],
			Object.entries(acpAgents).map(([agent, { program, basis, seen }]) => [
				`\`${agent}\``,
				program,
				basis,
				...acpScenarios.map((scenario) => seen[scenario] ?? '–'),
			]),
		),
	process: (contracts) => tableOf(['what the process does', 'what is made of it'], processRows(contracts)),
	permissions: (contracts) =>
		tableOf(
			['agent', ...permissions.map((permission) => `\`${permission}\``)],
			contracts.map((contract) => [
				contract.title,
				...permissions.map((permission) => contract.permissions[permission]),
			]),
		),
	environment: (contracts) =>
		tableOf(
			['agent', 'seen of yours', 'set for each run'],
			[
				[
					'every agent',
					`${named([...usualVariables])}, \`LC_*\`, \`XDG_*\``,
					'`SWITCHYARD_RUN`, `GIT_CEILING_DIRECTORIES`',
				],
				...contracts.map((contract) => {
					const { keyVariables, variables, fixedEnvironment } = dialectIn(contract);
					const fixed = Object.entries(fixedEnvironment).map(([name, value]) => `${name}=${value}`);
					return [contract.title, named([...keyVariables, ...variables]), codes(fixed)];
				}),
			],
		),
} as const satisfies Readonly<Record<string, Table>>;

function isKnown(agent: string): boolean {
	return knownAgents.some((known) => known === agent);
}

function nameOf(agent: string): string {
	return isKnown(agent) ? `\`${agent}\`` : 'any other';
}

function processRows(contracts: readonly AgentContract[]): readonly (readonly string[])[] {
	return Object.entries(processScenarios).map(([scenario, usual]) => {
		const others = contracts.flatMap(({ title, process = {} }) => {
			const own = process[scenario as ProcessScenario] ?? usual;
			return own === usual ? [] : [`${title}: ${outcome(own)}`];
		});
		return [scenario, [outcome(usual), ...others].join('; ')];
	});
}

function dialectIn({ agent, settings }: AgentContract): Dialect {
	const dialect = dialectOf(agent, { ...usualAgentSettings, ...settings, path: 'mine' });
	if (dialect === null) {
		throw new Error(`There is no dialect of ${agent}`);
	}
	return dialect;
}

function outcome(name: Outcome | undefined): string {
	return name ?? '–';
}

function named(variables: readonly string[]): string {
	return codes(variables.map((variable) => variable.toUpperCase()));
}

function codes(words: readonly string[]): string {
	return words.length === 0 ? '–' : words.map((word) => `\`${word}\``).join(', ');
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
