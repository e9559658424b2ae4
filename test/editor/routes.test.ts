import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { nothingChosen } from '../../src/editor/chosen.ts';
import { systemClock } from '../../src/editor/clock.ts';
import { type AnswerDocuments, createAnswerDocuments } from '../../src/editor/documents.ts';
import type { Question } from '../../src/editor/question.ts';
import { createRoutes, type Routes } from '../../src/editor/routes.ts';
import type { Adapter } from '../../src/providers/provider.ts';
import { createJournal, type Journal } from '../../src/router/journal.ts';
import { llm } from '../support/providers.ts';
import { settingsFor } from '../support/settings.ts';
import { closeEverything, openEditor, readFile, removeFile, writeFile } from './folder.ts';

const file = 'routes/code.ts';
const before = 'const a = 1;\n';
const added = 'const b = 2;\n';

describe('the routes of a window', () => {
	let documents: AnswerDocuments;
	let journal: Journal;
	let routes: Routes;
	let ready: () => Promise<void>;
	let bugs: unknown[];

	/** Answers at once with one line of code. */
	const adapter: Adapter = {
		check: () => Promise.resolve({ ready: true, version: null }),
		run(_input, io) {
			io.output({ type: 'text', text: added });
			return Promise.resolve({ ok: true, text: added, model: null, usage: null });
		},
	};

	beforeEach(() => {
		documents = createAnswerDocuments();
		journal = createJournal(systemClock);
		ready = () => Promise.resolve();
		bugs = [];
		let ids = 0;
		routes = createRoutes({
			clock: systemClock,
			journal,
			documents,
			clockFace: String,
			settings: () => settingsFor([llm('alpha')]),
			router: () => ({
				kinds: ['openai'],
				adapter: () => Promise.resolve(adapter),
				workspace: () => Promise.reject(new Error('no task here changes files')),
				folder: null,
				describe: () => Promise.resolve({ files: [], diff: '' }),
				readKey: () => Promise.resolve(null),
				accounts: () => Promise.resolve([]),
			}),
			chosen: () => nothingChosen,
			story: () => null,
			newId: () => `route-${++ids}`,
			newSeed: () => 1,
			beforeRoute: () => ready(),
			onUnanswered: (outcome) => bugs.push(outcome.because),
			onBug: (error) => bugs.push(error),
			onChange: () => undefined,
			changesReview: () => Promise.reject(new Error('no task here changes files')),
		});
	});

	afterEach(async () => {
		await routes.dispose();
		documents.dispose();
		await closeEverything();
		removeFile('routes');
	});

	async function question(): Promise<Question> {
		const { document } = await openEditor(writeFile(file, before));
		const end = document.positionAt(before.length);
		return {
			command: 'generate',
			title: file,
			task: 'code',
			needs: [{ capability: 'code-generation', score: 1 }],
			recognised: { from: ['command'], sure: true, candidates: [] },
			directives: { preferred: [], excluded: [], kind: 'any', capabilities: [], effort: null },
			payload: { instruction: 'b', focus: null, attachments: [], paths: [] },
			target: { document, selection: new vscode.Range(end, end) },
			folder: null,
			isolation: 'no-folder',
		};
	}

	it('write an answer once, however often it is accepted, and never after it was accepted', async () => {
		const asked = await question();
		await routes.start(asked);
		const session = routes.current();
		assert.ok(session);
		await Promise.all([session.accept(), session.accept(), session.discard(), session.next()]);
		await session.accept();
		assert.equal(asked.target?.document.getText(), before + added);
		const verdicts = journal.events().flatMap((event) => (event.type === 'review-end' ? [event.verdict] : []));
		assert.deepEqual(verdicts, ['accepted']);
		assert.equal(routes.current(), null);
		await vscode.commands.executeCommand('undo');
		assert.equal(asked.target.document.getText(), before);
		assert.equal(readFile(file), before);
	});

	it('tell of a fault of our own, and leave nothing of the route', async () => {
		const fault = new Error('ours');
		ready = () => Promise.reject(fault);
		await routes.start(await question());
		assert.deepEqual(bugs, [fault]);
		assert.equal(routes.current(), null);
		assert.equal(routes.running(), false);
	});
});
