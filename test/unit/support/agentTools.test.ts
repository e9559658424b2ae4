import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { anthropic } from '../../support/llm/anthropic.ts';
import { chat } from '../../support/llm/chat.ts';
import type { Tool } from '../../support/llm/dialect.ts';
import { gemini } from '../../support/llm/gemini.ts';
import { responses } from '../../support/llm/responses.ts';
import { callsFor } from '../../support/llm/toolCalls.ts';
import { type LlmServer, startLlmServer } from '../../support/llmServer.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { ask } from './asking.ts';

describe('a scripted tool call', () => {
	const write = { type: 'write', path: '/none/file.txt', content: 'one\ntwo\n' } as const;
	const shell = { type: 'shell', command: 'echo hi' } as const;

	it('writes with the tool of Claude Code', () => {
		const tools = [tool('Bash'), tool('Read'), tool('Write')];
		assert.deepEqual(callsFor(write, tools, null), [
			{ tool: tools[2], input: { file_path: '/none/file.txt', content: 'one\ntwo\n' } },
		]);
	});

	it('writes and runs with the tools of Gemini CLI, Qwen Code and opencode', () => {
		const google = [tool('write_file'), tool('run_shell_command')];
		assert.deepEqual(callsFor(write, google, null)?.[0]?.input, { file_path: '/none/file.txt', content: 'one\ntwo\n' });
		assert.equal(callsFor(shell, google, null)?.[0]?.tool.name, 'run_shell_command');
		assert.deepEqual(callsFor(write, [tool('write')], null)?.[0]?.input, {
			filePath: '/none/file.txt',
			content: 'one\ntwo\n',
		});
	});

	it('lets Claude Code read a file before it overwrites it', () => {
		const file = path.join(temporaryFolder(), 'old.txt');
		writeFileSync(file, 'old');
		const names = callsFor({ ...write, path: file }, [tool('Write'), tool('Read')], null)?.map(
			(call) => call.tool.name,
		);
		assert.deepEqual(names, ['Read', 'Write']);
	});

	it('writes with the patch of Codex, as free text or as arguments', () => {
		const patch = '*** Begin Patch\n*** Add File: /none/file.txt\n+one\n+two\n*** End Patch\n';
		const free = { name: 'apply_patch', custom: true, namespace: null };
		assert.deepEqual(callsFor(write, [tool('exec_command'), free], null), [{ tool: free, input: patch }]);
		const plain = tool('apply_patch');
		assert.deepEqual(callsFor(write, [plain], null), [{ tool: plain, input: { input: patch } }]);
	});

	it('writes through the shell when there is nothing else, byte for byte', () => {
		const file = path.join(temporaryFolder(), "it's", 'a file');
		const content = "it's $HOME `id` \\n %s\n\nno end";
		const input = callsFor({ type: 'write', path: file, content }, [tool('exec_command')], null)?.[0]?.input;
		assert.ok(typeof input === 'object');
		execFileSync('bash', ['-c', String(input['cmd'])]);
		assert.equal(readFileSync(file, 'utf8'), content);
	});

	it('goes to the shell with content that a patch cannot express', () => {
		const free = { name: 'apply_patch', custom: true, namespace: null };
		const names = callsFor({ ...write, content: 'no end' }, [free, tool('shell')], null)?.map((call) => call.tool.name);
		assert.deepEqual(names, ['shell']);
	});

	it('takes a relative path from the folder of the agent', () => {
		const input = callsFor({ ...write, path: 'src/a.ts' }, [tool('Write')], '/tree')?.[0]?.input;
		assert.deepEqual(input, { file_path: '/tree/src/a.ts', content: 'one\ntwo\n' });
	});

	it('runs a command with the shell of either agent', () => {
		assert.deepEqual(callsFor(shell, [tool('Bash')], null)?.[0]?.input, {
			command: 'echo hi',
			description: 'Run a command',
		});
		assert.deepEqual(callsFor(shell, [tool('exec_command')], null)?.[0]?.input, { cmd: 'echo hi' });
		assert.deepEqual(callsFor(shell, [tool('shell')], null)?.[0]?.input, { command: ['bash', '-lc', 'echo hi'] });
	});

	it('is not possible without a tool that can', () => {
		assert.equal(callsFor(write, [tool('Read')], null), null);
		assert.equal(callsFor(shell, [], null), null);
	});
});

describe('the tools of a request', () => {
	let server: LlmServer;
	beforeEach(async () => {
		server = await startLlmServer();
	});
	afterEach(() => server.close());

	it('are read from every dialect, with their groups', () => {
		const nested = { type: 'namespace', name: 'group', tools: [{ type: 'custom', name: 'apply_patch' }] };
		assert.deepEqual(chat.asked({ tools: [{ type: 'function', function: { name: 'write' } }] }).tools, [tool('write')]);
		assert.deepEqual(gemini.asked({ tools: [{ functionDeclarations: [{ name: 'write_file' }] }] }).tools, [
			tool('write_file'),
		]);
		assert.deepEqual(anthropic.asked({ tools: [{ name: 'Write', input_schema: {} }] }).tools, [tool('Write')]);
		assert.deepEqual(
			responses.asked({ tools: [{ type: 'function', name: 'shell' }, nested, { type: 'web_search' }] }).tools,
			[tool('shell'), { name: 'apply_patch', custom: true, namespace: 'group' }, tool('web_search')],
		);
	});

	it('are called in the form of each dialect, streamed or not', async () => {
		server.script('a', { type: 'shell', command: 'echo hi', say: 'Running.' });
		const tools = {
			chat: [{ type: 'function', function: { name: 'bash' } }],
			responses: [{ type: 'function', name: 'exec_command' }],
			anthropic: [{ name: 'Bash' }],
			gemini: [{ functionDeclarations: [{ name: 'run_shell_command' }] }],
		};
		const forms = {
			chat: /"name":"bash","arguments":"\{\\"command\\":\\"echo hi\\"[^]*"finish_reason":"tool_calls"/,
			responses: /"type":"function_call"[^]*"name":"exec_command","arguments":"\{\\"cmd\\":\\"echo hi\\"\}"/,
			anthropic: /"type":"tool_use"[^]*"name":"Bash"[^]*echo hi[^]*"stop_reason":"tool_use"/,
			gemini: /"functionCall":\{"name":"run_shell_command","args":\{"command":"echo hi"/,
		};
		for (const dialect of ['chat', 'responses', 'anthropic', 'gemini'] as const) {
			const streamed = await (await ask(server, dialect, { stream: true, more: { tools: tools[dialect] } })).text();
			assert.match(streamed, /Running\./);
			assert.match(streamed, forms[dialect]);
			assert.match(await (await ask(server, dialect, { more: { tools: tools[dialect] } })).text(), forms[dialect]);
		}
	});
});

describe('the results of tools in a request to Google', () => {
	const result = { functionResponse: { name: 'a', response: {} } };
	const call = { functionCall: { name: 'a', args: {} } };

	it('are counted since the last turn of the user', () => {
		const turn = (role: string, ...parts: readonly object[]) => ({ role, parts });
		const contents = [
			turn('user', { text: 'Hi' }),
			turn('model', call),
			turn('user', result),
			turn('user', { text: 'Go on' }),
			turn('model', call, call),
			turn('user', result, result),
		];
		assert.equal(gemini.asked({ contents }).toolResults, 2);
		assert.equal(gemini.asked({ contents: contents.slice(0, 4) }).toolResults, 0);
	});
});

function tool(name: string): Tool {
	return { name, custom: false, namespace: null };
}
