import type { Readable } from 'node:stream';
import { type ClientContext, RequestError } from '@agentclientprotocol/sdk';
import type { Permission } from '../core/agent.ts';
import type { Failure } from '../core/failure.ts';
import type { Task } from '../core/request.ts';
import type { AcpAgent } from './acpAgent.ts';
import { createClient } from './acpClient.ts';
import { failureFromError, failureFromStop, failureFromWords } from './acpFailure.ts';
import { type Exit, settled, startProcess } from './acpProcess.ts';
import { openSession } from './acpSession.ts';
import { streamOf } from './acpStream.ts';
import { createTerminals } from './acpTerminals.ts';
import { createTalk, type Talk } from './acpTalk.ts';
import type { AcpProgress } from './acpUpdate.ts';
import { fieldsOf, textIn, verdict } from './dialects/verdict.ts';
import { textLines } from './jsonLines.ts';
import type { AgentFiles, Answer, RunIo } from './provider.ts';
import { evidenceOf } from './said.ts';

export interface AcpRun {
	readonly agent: AcpAgent;
	readonly program: string;
	readonly arguments: readonly string[];
	/** Absolute and real. */
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string>>;
	/** A variable of `environment` whose value no other process has. */
	readonly marker: string;
	readonly prompt: string;
	readonly task: Task;
	readonly model: string | null;
	readonly permission: Permission;
	/** `null`: the agent is not offered to read and write through us. */
	readonly files: AgentFiles | null;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/**
 * One turn of an agent: to its end, to its first failure or to the abort, whichever comes first. When it resolves,
 * nothing that the agent started is left, and nothing that it had us start.
 */
export async function runAcp(run: AcpRun, io: RunIo): Promise<Answer> {
	const begun = await startProcess({ ...run, stdin: 'pipe' });
	if (!begun.ok) {
		const evidence = evidenceOf({ code: begun.code }, null);
		const message = 'The program of the agent cannot be started.';
		return failed({ kind: 'agent-crashed', message, evidence, neverSent: true });
	}
	const { started } = begun;
	const broken = new AbortController();
	const talk = createTalk(run, io, () => broken.abort());
	const errors = readErrors(started.stderr, (line) => talk.onErrorLine(line));
	const terminals =
		run.permission === 'edit-and-run'
			? createTerminals({ ...run, tree: run.cwd, onActivity: () => talk.show({ type: 'activity' }) })
			: null;
	const client = createClient({ ...run, ...talk, tree: run.cwd, terminals, permit: (question) => io.permit(question) });
	const connection = client.app.connect(streamOf({ ...started, ...talk }));
	const turn = takeTurn(connection.agent, run, talk, terminals !== null);
	await Promise.race([turn.done, started.exit, abortOf(io.signal), abortOf(broken.signal)]);
	if (io.signal.aborted && started.ended() === null) {
		turn.cancel();
		await settled(Promise.race([turn.done, started.exit]), cancelMs);
	}
	const left = await started.tree.end(started.ended() === null ? run.agent.politely : null);
	const leftByTerminals = (await terminals?.end()) ?? 0;
	if (left.length + leftByTerminals > 0) {
		started.abandon();
		connection.close();
		return failed(undead(left.length + leftByTerminals));
	}
	// The end of its output ends the connection, and with that whatever still waits for an answer.
	await turn.done;
	await Promise.all([errors, client.idle()]);
	connection.close();
	if (io.signal.aborted) {
		return failed({ kind: 'cancelled', message: 'The agent was stopped.' });
	}
	const exit = await started.exit;
	return finish(run, io, { progress: talk.progress(), end: await turn.done, exit, errorOutput: await errors });
}

/** In bytes: of its error output, the end that may say why a program ended. */
const errorTail = 4096;

/** In bytes. */
const longestErrorLine = 64 * 1024;

/** The end of a stream, which is read to its own end so that the agent never waits for us. */
async function readErrors(stream: Readable, onLine: (line: string) => void): Promise<string> {
	let last = Buffer.alloc(0);
	const kept = async function* () {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			last = Buffer.concat([last, chunk]).subarray(-errorTail);
			yield chunk;
		}
	};
	try {
		for await (const line of textLines(kept(), longestErrorLine)) {
			if (line !== null) {
				onLine(line);
			}
		}
	} catch {
		// The stream was closed under us: what was read so far is all there is.
	}
	return last.toString('utf8');
}

/** How long an agent may take to end its turn by itself, in milliseconds. */
const cancelMs = 500;

/** How a turn ended: with the agent's own word, or with none because its program is gone. */
type End =
	| { readonly type: 'answered'; readonly stopReason: string }
	| { readonly type: 'failed'; readonly failure: Failure }
	| { readonly type: 'gone' };

function takeTurn(context: ClientContext, run: AcpRun, talk: Talk, offersTerminals: boolean) {
	let sessionId: string | null = null;
	const take = async (): Promise<End> => {
		try {
			const offersFiles = run.files !== null;
			const session = await openSession(context, { ...run, offersFiles, offersTerminals });
			if (!session.ok) {
				return { type: 'failed', failure: session.failure };
			}
			sessionId = session.id;
			talk.opened(session.model);
			const prompt = [{ type: 'text', text: run.prompt }];
			const answer = fieldsOf(await context.request('session/prompt', { sessionId, prompt }));
			talk.ended(answer);
			return { type: 'answered', stopReason: textIn(answer['stopReason']) };
		} catch (error) {
			if (error instanceof RequestError) {
				return { type: 'failed', failure: failureFromError(error, run.now()) };
			}
			return { type: 'gone' };
		}
	};
	return {
		/** Never rejects. */
		done: take(),
		cancel() {
			if (sessionId !== null) {
				void context.notify('session/cancel', { sessionId }).catch(() => undefined);
			}
		},
	};
}

interface Finished {
	readonly progress: AcpProgress;
	readonly end: End;
	readonly exit: Exit;
	readonly errorOutput: string;
}

function finish(run: AcpRun, io: RunIo, { progress, end, exit, errorOutput }: Finished): Answer {
	const { agent, task, now } = run;
	if (progress.failure !== null) {
		return failed(progress.failure);
	}
	if (end.type === 'failed') {
		return failed(end.failure);
	}
	const stopped = end.type === 'gone' ? null : failureFromStop(end.stopReason);
	if (progress.denials > 0 && (agent.stopsWhenDenied || stopped !== null)) {
		const evidence = { denials: progress.denials };
		const message = 'The agent was not allowed to do something that it needed.';
		return failed({ kind: 'bad-output', message, evidence });
	}
	if (stopped !== null) {
		return failed(stopped);
	}
	// An agent is ended by us once it has answered: how that went says nothing.
	const how = end.type === 'gone' ? exit : { exitCode: 0, signal: null };
	const answer = verdict(progress, { ...how, task, errorOutput, now: now() }, (words) => knownFailure(words, now()));
	if (answer.ok && task === 'code') {
		io.output({ type: 'text', text: answer.text });
	}
	return answer;
}

/** Out of what a program that ended wrote to its error output; `null` when nothing in it is known. */
function knownFailure(errorOutput: string, now: number): Failure | null {
	const failure = failureFromWords(errorOutput, now);
	return failure.kind === 'unknown' ? null : failure;
}

function abortOf(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) {
			resolve();
		}
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}

function undead(left: number): Failure {
	const message = 'Processes of the agent could not be ended.';
	return { kind: 'agent-crashed', message, evidence: { left } };
}

function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
