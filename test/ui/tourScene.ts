import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git, temporaryFolder } from '../support/temporary.ts';
import { openScene, type Scene } from './scene.ts';

/** Scripted APIs, each on its own server. */
type Api = 'deepseek' | 'mistral' | 'local';

/** A small shop, two agents and three APIs, all of them scripted, under names that say what they stand for. */
export interface TourScene {
	readonly scene: Scene<Api>;
	/** The agent that works at the task waits for this file. */
	readonly goOn: string;
	/** What an agent does from now on. */
	script(agent: 'codex' | 'claude', ...steps: readonly object[]): void;
}

const cart = `export interface Item {
	name: string;
	/** In cents. */
	price: number;
}

export function total(items: Item[]): number {
	let sum = 0;
	for (const item of items) {
		sum += item.price;
	}
	return sum;
}
`;

const rounded = cart
	.replace(
		`	let sum = 0;
	for (const item of items) {
		sum += item.price;
	}
	return sum;
`,
		'	return items.reduce((sum, { price }) => sum + Math.round(price), 0);\n',
	)
	.replace('name: string;', 'name: string;\n\tquantity: number;');

const tests = `import { total } from './cart';

test('an empty cart costs nothing', () => {
	expect(total([])).toBe(0);
});
`;

const tool = (id: string, name: string, input: object) => ({
	print: {
		type: 'assistant',
		message: { id, model: 'fake', role: 'assistant', content: [{ type: 'tool_use', id, name, input }] },
	},
});

/** An agent at its limit, as Codex says it. */
export const usageLimit = {
	print: { type: 'turn.failed', error: { message: 'You have hit your usage limit. Try again in 40 minutes.' } },
};

/** What Claude Code says and does when it edits two files, and waits in between until `goOn` is there. */
export function claudeAtWork(goOn: string): readonly object[] {
	return [
		{ print: { type: 'system', subtype: 'init', model: 'fake' } },
		tool('1', 'Read', { file_path: 'cart.ts' }),
		tool('2', 'Edit', { file_path: 'cart.ts', old_string: 'a', new_string: 'b' }),
		tool('3', 'Bash', { command: 'npm test' }),
		tool('4', 'Write', { file_path: 'cart.test.ts', content: tests }),
		{ write: { path: 'cart.ts', content: rounded } },
		{ write: { path: 'cart.test.ts', content: tests } },
		{ until: goOn },
		{
			print: {
				type: 'result',
				subtype: 'success',
				is_error: false,
				result: 'Done.',
				usage: { input_tokens: 8412, output_tokens: 615 },
				total_cost_usd: 0.08,
				permission_denials: [],
			},
		},
	];
}

/** Opens the shop in this theme. */
export async function openTour(theme: string): Promise<TourScene> {
	const home = temporaryFolder();
	const folder = path.join(temporaryFolder(), 'shop');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'cart.ts'), cart);
	writeFileSync(path.join(folder, 'README.md'), '# Shop\n');
	git(folder, 'init', '--quiet');
	const scriptOf = (agent: string) => path.join(home, `${agent}.json`);
	const program = path.resolve(import.meta.dirname, '../fixtures/agents/fake-agent.mjs');
	const agent = (name: string) => {
		const installed = path.join(home, name);
		const lines = [
			'#!/bin/sh',
			'# Without its arguments it is asked for its version.',
			'case "$*" in *--version) echo 9.9.9; exit ;; esac',
			`exec '${program}' '--fake-script=${scriptOf(name)}' "$@"`,
		];
		writeFileSync(installed, `${lines.join('\n')}\n`, { mode: 0o755 });
		return { path: installed };
	};
	const capabilities = ['refactoring', 'testing'];
	const scene = await openScene(['deepseek', 'mistral', 'local'], {
		folder,
		more: {
			deepseek: { model: 'deepseek-chat', reach: 'standard', billing: 'metered', cost: { input: 0.3, output: 1.1 } },
			mistral: { model: 'codestral', reach: 'standard', billing: 'metered', cost: { input: 0.3, output: 0.9 } },
			local: { model: 'qwen3-coder' },
		},
		providers: [
			{ id: 'codex', kind: 'agent-cli', agent: 'codex', capabilities },
			{ id: 'claude-code', kind: 'agent-cli', agent: 'claude', capabilities },
		],
		settings: {
			'editor.scrollbar.horizontal': 'hidden',
			'editor.scrollbar.vertical': 'hidden',
			'git.enabled': false,
			'switchyard.agents': { codex: agent('codex'), claude: agent('claude') },
			'workbench.colorTheme': theme,
		},
		env: { HOME: home },
	});
	return {
		scene,
		goOn: path.join(home, 'go-on'),
		script(name, ...steps) {
			writeFileSync(scriptOf(name), JSON.stringify({ steps }));
		},
	};
}
