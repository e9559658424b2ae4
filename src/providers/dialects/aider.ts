import { join } from 'node:path';
import type { OutputPart, Usage } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { textLine, textVerdict } from './plainText.ts';
import { reportedFailure } from './reported.ts';
import { withFailure, withParts } from './verdict.ts';

/**
 * Aider, told one thing in a file. From its documentation (aider.chat/docs/scripting.html, /docs/config/options.html) and
 * its source (Aider-AI/aider 0.86.3.dev at 5dc9490b: main.py, coders/base_coder.py, exceptions.py), not driven. It exits
 * with 0 after errors of its server too (Aider-AI/aider issue 3918); the line that counts the tokens comes only after an
 * answer, and is its end.
 */
export const aider: Dialect = {
	command: 'aider',
	// One of the many vendors it can talk to; the user names the variable of another one in `env`.
	keyVariable: 'OPENAI_API_KEY',
	keyVariables: ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY', 'DEEPSEEK_API_KEY'],
	variables: ['AIDER_MODEL', 'AIDER_WEAK_MODEL'],
	fixedEnvironment: { AIDER_ANALYTICS: 'false', AIDER_CHECK_UPDATE: 'false' },
	loginArguments: null,
	loginCommand: 'aider --api-key',
	leastVersion: '0.80.0',
	prompt: 'file',
	output: 'lines',
	politely: 'SIGINT',
	// Read whatever else is named, and they name addresses, keys and commands.
	refusedBy: ['.aider.conf.yml', '.env', '.aider.model.settings.yml', '.aider.model.metadata.json'],
	launch: ({ permission, model, runFolder, promptFile }) => ({
		arguments: [
			'--message-file',
			promptFile,
			'--yes-always',
			'--no-stream',
			'--no-pretty',
			'--no-fancy-input',
			'--no-auto-commits',
			// Its map of the repository would leave a cache in the tree.
			'--map-tokens',
			'0',
			'--no-dirty-commits',
			'--no-gitignore',
			'--no-auto-lint',
			'--no-auto-test',
			'--no-detect-urls',
			'--no-check-update',
			'--no-show-release-notes',
			'--no-show-model-warnings',
			'--no-analytics',
			// Commands that it suggests are not run without a person's yes.
			'--no-suggest-shell-commands',
			'--input-history-file',
			join(runFolder, 'input.history'),
			'--chat-history-file',
			join(runFolder, 'chat.history.md'),
			...(permission === 'read-only' ? ['--chat-mode', 'ask', '--dry-run'] : []),
			...(model === null ? [] : ['--model', model]),
		],
	}),
	line(progress, event, now) {
		if (typeof event !== 'string') {
			return textLine(progress, event);
		}
		const line = event.trimEnd();
		if (isAnnouncement(line)) {
			return withParts(progress, activity);
		}
		if (failed.test(line)) {
			return withFailure(progress, reportedFailure({ words: line }, now));
		}
		return readCount(progress, line) ?? readEdit(progress, line) ?? readText(progress, line);
	},
	end: textVerdict,
};

const activity: OutputPart = { type: 'activity' };

/** What it says of itself before it asks. */
function isAnnouncement(line: string): boolean {
	return /^(?:Aider v|Main model:|Model:|Weak model:|Editor model:|Git repo:|Repo-map:|Added .+ to the chat|Creating empty file|Warning: |Initial repo scan|Scanning repo|Updating repo map|https?:\/\/)/.test(
		line,
	);
}

/** Names of the exceptions of the library it asks with, and its own words where it swallows them. */
const failed =
	/^litellm\.\w*(?:Error|Timeout)\b|^Retrying in [\d.]+ seconds|^The API provider|has hit a token limit|^Empty response received from LLM|^The LLM did not conform to the edit format|^Model .+ not found|^Unable to connect/;

function readCount(progress: Progress, line: string): Step | null {
	const count =
		/^Tokens: ([\d.,]+k?) sent,(?: .+?,)* ([\d.,]+k?) received\.(?: Cost: \$[\d.,]+ message, \$([\d.,]+) session\.)?/.exec(
			line,
		);
	if (count === null) {
		return null;
	}
	const usage: Usage = {
		inputTokens: (progress.usage?.inputTokens ?? 0) + tokensIn(count[1]),
		outputTokens: (progress.usage?.outputTokens ?? 0) + tokensIn(count[2]),
		cost: count[3] === undefined ? null : Number(count[3].replaceAll(',', '')),
	};
	return withParts({ ...progress, usage, finished: true }, { type: 'usage', usage });
}

/** Written as 1.2k from a thousand on. */
function tokensIn(text = '0'): number {
	const number = Number(text.replace(/k$/, '').replaceAll(',', ''));
	return Math.round(text.endsWith('k') ? number * 1000 : number);
}

function readEdit(progress: Progress, line: string): Step | null {
	const path = /^(?:Applied edit to|Did not apply edit to) (.+?)(?: \(--dry-run\))?$/.exec(line)?.[1];
	return path === undefined ? null : withParts(progress, { type: 'tool', tool: 'edit', detail: path });
}

function readText(progress: Progress, line: string): Step {
	return line === '' && progress.messages.length === 0 ? withParts(progress, activity) : textLine(progress, line);
}
