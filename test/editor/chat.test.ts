import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { earlier } from '../../src/core/conversation.ts';
import { kinds } from '../../src/core/provider.ts';
import { attachedTo } from '../../src/editor/chatReferences.ts';
import { nothingChosen } from '../../src/editor/chosen.ts';
import { createParticipant, type ParticipantParts } from '../../src/editor/chatParticipant.ts';
import { chatRoute } from '../../src/editor/chatRoute.ts';
import { systemClock } from '../../src/editor/clock.ts';
import { tokensFor } from '../../src/editor/complete.ts';
import { notSendable as notSendableNow } from '../../src/editor/sendable.ts';
import type { Adapter, RunInput } from '../../src/providers/provider.ts';
import { createJournal, type Journal } from '../../src/router/journal.ts';
import { llm } from '../support/providers.ts';
import { settingsFor } from '../support/settings.ts';
import { closeEverything, openEditor, removeFile, writeFile } from './folder.ts';

type Turn = vscode.ChatRequestTurn | vscode.ChatResponseTurn;

describe('the chat participant in a real extension host', () => {
	let journal: Journal;
	let asked: RunInput[];
	let shown: string[];
	let buttons: string[];
	let trusted: boolean;
	let answers: Map<string, string | Error>;

	const adapter: Adapter = {
		check: () => Promise.resolve({ ready: true, version: null }),
		run(input) {
			asked.push(input);
			const text = answers.get(input.provider.id) ?? `answer of ${input.provider.id}`;
			return Promise.resolve(
				text instanceof Error
					? { ok: false, failure: { kind: 'overloaded', message: text.message, retryAfterMs: null } }
					: { ok: true, text, model: null, usage: null },
			);
		},
	};

	beforeEach(() => {
		journal = createJournal(systemClock);
		asked = [];
		shown = [];
		buttons = [];
		trusted = true;
		answers = new Map();
	});

	afterEach(async () => {
		await closeEverything();
		removeFile('chat');
	});

	const stream = {
		markdown: (value: string | vscode.MarkdownString) => {
			shown.push(typeof value === 'string' ? value : value.value);
		},
		progress: (value: string) => {
			shown.push(`(${value})`);
		},
		button: ({ command }: vscode.Command) => {
			buttons.push(command);
		},
	} as unknown as vscode.ChatResponseStream;

	function participant(different: Partial<ParticipantParts> = {}) {
		let ids = 0;
		const settings = () => settingsFor([llm('alpha'), llm('beta'), llm('gamma')]);
		const router = (folder: string | null) => ({
			kinds,
			folder,
			adapter: () => Promise.resolve(adapter),
			workspace: () => Promise.reject(new Error('nothing here changes files')),
			describe: () => Promise.resolve({ files: [], diff: '' }),
			readKey: () => Promise.resolve(null),
			accounts: () => Promise.resolve([]),
		});
		const route = { clock: systemClock, journal, settings, beforeRoute: () => Promise.resolve(), router };
		return createParticipant({
			clock: systemClock,
			settings,
			chosen: () => nothingChosen,
			newId: () => `route-${++ids}`,
			newSeed: () => 1,
			journal,
			clockFace: String,
			ask: (request, view, asker) => chatRoute(request, view, asker, route),
			isTrusted: () => trusted,
			story: () => null,
			why: (id) => Promise.resolve(`# Why ${id}`),
			nameable: settings,
			notSendable: (files) => notSendableNow(files, () => Promise.resolve(new Map())),
			recognise: () => Promise.resolve({ needs: [], effort: null, sure: false, language: null } as never),
			complete: (question) => Promise.resolve(question),
			delegation: () => Promise.resolve(null),
			routes: () => Promise.reject(new Error('no task is started here')),
			...different,
		});
	}

	/** Git ignores nothing here. */
	const notSendable = (files: readonly vscode.Uri[]) => notSendableNow(files, () => Promise.resolve(new Map()));
	const never = new vscode.CancellationTokenSource().token;

	async function ask(
		request: Partial<vscode.ChatRequest>,
		history: readonly Turn[] = [],
		chat = participant(),
	): Promise<vscode.ChatResult> {
		const whole = { prompt: '', command: undefined, references: [], ...request } as unknown as vscode.ChatRequest;
		return (await chat.answer(whole, { history }, stream, never)) ?? {};
	}

	/** A question and its answer, as VS Code hands them back. */
	function turns(request: Partial<vscode.ChatRequest>, result: vscode.ChatResult): Turn[] {
		const asking = { prompt: '', references: [], toolReferences: [], participant: 'switchyard.chat', ...request };
		return [asking, { response: [], result, participant: 'switchyard.chat' }] as unknown as Turn[];
	}

	const errorOf = ({ errorDetails }: vscode.ChatResult) => errorDetails?.message ?? '';
	const attached = (value: unknown, id = 'file'): vscode.ChatPromptReference => ({ id, value });

	it('sends what was attached: files, parts of files and texts', async () => {
		const uri = writeFile('chat/a.ts', 'one\ntwo\nthree\n');
		const part = new vscode.Location(uri, new vscode.Range(1, 0, 2, 0));
		await ask({ prompt: 'Why?', references: [attached(uri), attached(part), attached('a text', 'note')] });
		assert.deepEqual(asked[0]?.request.payload.attachments, [
			{ path: 'chat/a.ts', language: 'typescript', text: 'one\ntwo\nthree\n' },
			{ path: 'chat/a.ts:2-3', language: 'typescript', text: 'two\n' },
			{ path: 'note', language: '', text: 'a text' },
		]);
		assert.equal(asked[0].request.payload.instruction, 'Why?');
	});

	it('sends no file that holds secrets or lies outside of the folder, and says so', async () => {
		const secret = writeFile('chat/.env', 'KEY=canary\n');
		const outside = vscode.Uri.file('/etc/hostname');
		await ask({ prompt: 'Why?', references: [attached(secret), attached(outside)] });
		assert.deepEqual(asked[0]?.request.payload.attachments, []);
		assert.match(shown.join(''), /Not sent: chat\/\\\.env, \/etc\/hostname/);
		const gone = vscode.Uri.joinPath(secret, '../gone.ts');
		assert.deepEqual(await attachedTo([attached(gone), attached(7, 'number')], notSendable), {
			attachments: [],
			leftOut: ['chat/gone.ts', 'number'],
		});
	});

	it('is about the active editor where a command is about code and nothing is attached', async () => {
		await openEditor(writeFile('chat/active.ts', 'const a = 1;\n'));
		await ask({ command: 'explain' });
		await ask({ command: 'generate', prompt: 'a parser' });
		assert.equal(asked[0]?.request.payload.focus?.selection, 'const a = 1;\n');
		assert.deepEqual(asked[0].request.facts.needs, [{ capability: 'explanation', score: 1 }]);
		assert.equal(asked[0].request.facts.command, 'explain');
		assert.equal(asked[1]?.request.payload.focus, null);
		assert.match(asked[1].request.payload.instruction, /Write the code that is asked for\.\n\na parser/);
	});

	it('asks nothing where there is nothing to ask about', async () => {
		const problems = [await ask({ command: 'review' }), await ask({ prompt: ' ' }), await ask({ prompt: '@beta' })];
		assert.equal(asked.length, 0);
		assert.deepEqual(
			problems.map(errorOf).map((message) => message.slice(0, 11)),
			['Open a file', 'That says w', 'That says w'],
		);
	});

	it('goes by whom the user names', async () => {
		await ask({ prompt: '@beta Why?' });
		assert.equal(asked[0]?.provider.id, 'beta');
		assert.equal(asked[0].request.payload.instruction, 'Why?');
	});

	it('sends earlier questions with their answers, each once, and nothing that the chat shows around them', async () => {
		const chat = participant();
		const first = await ask({ prompt: 'One?' }, [], chat);
		const history = turns({ prompt: 'One?' }, first);
		const second = await ask({ prompt: 'again', command: 'next' }, history, chat);
		const longer = [
			...history,
			...turns({ prompt: 'again', command: 'next' }, second),
			...turns({ prompt: 'failed' }, { errorDetails: { message: 'no' } }),
		];
		await ask({ prompt: 'Two?' }, longer, chat);
		assert.deepEqual(
			asked.map(({ provider }) => provider.id),
			['alpha', 'beta', 'alpha'],
		);
		const said = asked[2]?.request.payload.conversation?.messages.map(({ role, parts: [part] }) => [
			role,
			part?.type === 'text' ? part.text : '',
		]);
		assert.deepEqual(said, [
			['user', 'One?'],
			['assistant', 'answer of beta'],
		]);
		assert.equal(asked[1]?.request.payload.conversation, undefined);
	});

	it('asks on and on, with what was attached at first, and nobody twice', async () => {
		const chat = participant();
		const references = [attached('a text', 'note')];
		let history = turns({ prompt: 'One?', references }, await ask({ prompt: 'One?', references }, [], chat));
		for (const step of ['next', 'next', 'next']) {
			const result = await ask({ prompt: 'x', command: step }, history, chat);
			history = [...history, ...turns({ prompt: 'x', command: step }, result)];
		}
		assert.deepEqual(
			asked.map(({ provider, request }) => [provider.id, request.payload.attachments.length]),
			[
				['alpha', 1],
				['beta', 1],
				['gamma', 1],
			],
		);
		assert.deepEqual(asked[2]?.request.facts.excluded, ['alpha', 'beta']);
		const sentBack = journal.events().flatMap((event) => (event.type === 'review-end' ? [event.route] : []));
		assert.deepEqual(sentBack.slice(0, 2), ['route-1', 'route-2']);
		assert.deepEqual(asked[1]?.request.facts.continues, 'route-1');
	});

	it('counts what was said before among what must be sent', () => {
		const payload = { instruction: 'And now?', focus: null, attachments: [], paths: [] };
		const conversation = earlier([{ role: 'user', parts: [{ type: 'text', text: 'x'.repeat(5000) }] }]);
		const least = (whole: Parameters<typeof tokensFor>[1]) => tokensFor('text', whole, (text) => text.length).least;
		assert.ok(least({ ...payload, conversation }) >= least(payload) + 5000);
	});

	it('has nothing to ask again or to explain before the first answer', async () => {
		const results = [await ask({ command: 'next' }), await ask({ command: 'why' })];
		assert.deepEqual(results.map(errorOf), Array(2).fill('Nothing was answered in this chat yet.'));
		const answered = await ask({ prompt: 'One?' });
		await ask({ command: 'why' }, turns({ prompt: 'One?' }, answered));
		assert.equal(shown.at(-1), '# Why route-1');
	});

	it('offers the next provider and the reasons after an answer, and nothing after a failure', async () => {
		const chat = participant();
		const answered = await ask({ prompt: 'One?' }, [], chat);
		assert.deepEqual(
			chat.followups(answered).map(({ command }) => command),
			['next', 'why'],
		);
		assert.deepEqual(chat.followups({ errorDetails: { message: 'no' } }), []);
	});

	it('shows the causes and a way on when nobody answers', async () => {
		for (const id of ['alpha', 'beta', 'gamma']) {
			answers.set(id, new Error(`${id} is *busy*`));
		}
		const result = await ask({ prompt: 'One?' });
		assert.equal(errorOf(result), 'Switchyard: nobody could answer.');
		assert.match(shown.join(''), /- alpha: alpha is \\\*busy\\\*\n- beta/);
		assert.deepEqual(buttons, []);
		assert.equal(result.metadata, undefined);
	});

	it('sends nothing in a folder that is not trusted', async () => {
		trusted = false;
		const result = await ask({ prompt: 'One?' });
		assert.match(errorOf(result), /sends nothing/);
		assert.deepEqual(buttons, ['workbench.trust.manage']);
		assert.equal(asked.length, 0);
	});

	it('trusts no command in an answer', async () => {
		answers.set('alpha', '[click](command:workbench.action.closeWindow)');
		const parts: (string | vscode.MarkdownString)[] = [];
		const watched = { ...stream, markdown: (value: string | vscode.MarkdownString) => parts.push(value) };
		const request = { prompt: 'One?', references: [] } as unknown as vscode.ChatRequest;
		await participant().answer(request, { history: [] }, watched, never);
		const withAnswer = parts.filter((part) => (typeof part === 'string' ? part : part.value).includes('closeWindow'));
		assert.deepEqual(
			withAnswer.map((part) => typeof part),
			['string'],
		);
		const trustedParts = parts.filter((part) => typeof part !== 'string');
		assert.deepEqual(
			trustedParts.map(({ isTrusted }) => isTrusted),
			[{ enabledCommands: ['switchyard.explainRoute', 'switchyard.showLog'] }],
		);
	});
});
