import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { TestRequest } from './request.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * Runs the bundled editor tests inside a real extension host and resolves with the exit code. `embedded` is the
 * browser-hosted workbench of test/host; `desktop` downloads VS Code, or takes the one that VSCODE_EXECUTABLE names.
 */
export async function runEditorTests(
	host: 'embedded' | 'desktop',
	request: TestRequest,
	resultFile: string,
): Promise<number> {
	const executable = process.env['VSCODE_EXECUTABLE'];
	if (host === 'desktop' && executable === undefined) {
		console.log('This downloads a desktop VS Code into .vscode-test: it needs a network and a display.');
	}
	const own = mkdtempSync(join(tmpdir(), 'switchyard-editor-'));
	try {
		const path = host === 'embedded' ? join(root, 'test/host/code.mjs') : executable;
		return await runTests({
			...(path === undefined ? { version: 'stable' } : { vscodeExecutablePath: path }),
			// Beside ours another extension, which offers models to VS Code.
			extensionDevelopmentPath: [root, join(root, 'test/fixtures/models')],
			extensionTestsPath: join(root, 'out/editor/index.cjs'),
			extensionTestsEnv: {
				SWITCHYARD_TEST_RESULT: resultFile,
				...(request.grep === null ? {} : { SWITCHYARD_TEST_GREP: request.grep }),
			},
			launchArgs: [
				repository(join(own, 'folder')),
				`--user-data-dir=${join(own, 'user')}`,
				`--extensions-dir=${join(own, 'extensions')}`,
				'--disable-extensions',
				'--disable-workspace-trust',
			],
		});
	} catch (error) {
		// runTests rejects when the tests fail, too; the counts say which.
		console.error(error instanceof Error ? error.message : error);
		return 1;
	} finally {
		rmSync(own, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** The folder that the tests open: a git repository with one commit. */
function repository(folder: string): string {
	mkdirSync(folder);
	writeFileSync(join(folder, 'README.md'), '# A folder for tests\n');
	const git = (...args: string[]) =>
		execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], { cwd: folder });
	git('init', '--quiet');
	git('add', '--all');
	git('commit', '--quiet', '--message', 'Start');
	return folder;
}
