import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LlmServer, type Received, type Reply, startLlmServer } from '../../test/support/llmServer.ts';
import { simulated } from './demoSettings.ts';

/** The LLM server behind the simulated APIs. It invents its answers: nothing it says comes from a model. */
export async function startSimulatedServer(workspace: string): Promise<LlmServer> {
	const server = await startLlmServer();
	server.script(simulated.limitedApi, { type: 'error', error: 'rate-limit', retryAfterSeconds: 60 });
	server.script(simulated.api, (received) => slowly(answerTo(received, workspace)));
	return server;
}

/** Slow enough to be watched. */
function slowly(text: string): Reply {
	return { type: 'answer', text, model: 'simulated', dripMs: 60 };
}

function answerTo(received: Received, workspace: string): string {
	if (received.prompt.includes('SEARCH')) {
		return editOf(workspace);
	}
	return received.prompt.includes('<selection>') ? codeAnswer : textAnswer;
}

/** An edit that fits the folder as it is now, however often it is asked for. */
function editOf(workspace: string): string {
	const file = join(workspace, 'src/cart.ts');
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	if (text.includes(sumLine)) {
		return block('src/cart.ts', sumLine, discountedLines);
	}
	return block(`simulated-${Date.now()}.md`, '', 'Written by simulated-api. No model was asked.');
}

const sumLine = '\treturn sum;';
const discountedLines = `\t// Ten percent off from 100 up. Written by simulated-api.\n\treturn sum >= 100 ? sum * 0.9 : sum;`;

function block(path: string, search: string, replace: string): string {
	const lines = (text: string) => (text === '' ? '' : `${text}\n`);
	return `A simulated edit:\n\n${path}\n<<<<<<< SEARCH\n${lines(search)}=======\n${lines(replace)}>>>>>>> REPLACE\n`;
}

const codeAnswer = `/** Written by simulated-api, which takes over when the other simulated providers fail. */
export function discounted(sum: number, percent: number): number {
	if (percent < 0 || percent > 100) {
		throw new RangeError(\`\${percent} is no percentage\`);
	}
	return Math.round(sum * (100 - percent)) / 100;
}
`;

const textAnswer = `This is a **simulated** answer: no model was asked.

The two simulated providers before this one failed, so Switchyard went on to \`simulated-api\`. The status bar names who
took over and why; the log lists every attempt.

With providers of your own in the settings, a real answer stands here.
`;
