import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Frame, FrameLocator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What axe found wrong: the rule, and the elements that break it. */
export type Violation = readonly [rule: string, ...targets: string[]];

/** The page in front: a webview holds a frame that holds the document, and gets another one when it is drawn anew. */
export function pageIn({ page }: Workbench): FrameLocator {
	return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** The frame of a page that is not drawn anew any more. */
async function frameOf(workbench: Workbench, holding = 'main'): Promise<Frame> {
	const body = await pageIn(workbench).locator(holding).elementHandle();
	const frame = await body.ownerFrame();
	assert.ok(frame, 'the page has no document');
	return frame;
}

/**
 * What of the rules of WCAG 2, levels A and AA, the page in front breaks, as axe sees it. Of a Markdown preview only what
 * is drawn in it is ours. Our pages run no script, and so have no timers for axe: it runs in the frame around the page
 * and looks at the page's window.
 */
export async function violationsIn(
	workbench: Workbench,
	what: 'page' | 'preview' = 'page',
): Promise<readonly Violation[]> {
	const outer = (await frameOf(workbench, what === 'page' ? 'main' : 'h1')).parentFrame();
	assert.ok(outer, 'the page stands alone');
	const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] };
	return await outer.evaluate<readonly Violation[]>(`{
		const page = document.getElementById('active-frame').contentWindow;
		(function (window) { ${axe.source} })(page);
		const part = ${what === 'page' ? 'page.document' : 'page.document.body'};
		page.axe.run(part, ${JSON.stringify(options)}).then(({ violations }) =>
			violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]));
	}`);
}

/** Puts a picture without words into the page for as long as `look` takes. */
export async function spoiled(workbench: Workbench, look: () => Promise<void>): Promise<void> {
	const frame = await frameOf(workbench);
	await frame.evaluate("document.body.append(document.createElement('img'))");
	await look();
	await frame.evaluate("document.querySelector('body > img').remove()");
}

/** The themes in which everything has to be read, with the class that VS Code gives to a page in each. */
export const themes = [
	['Light Modern', 'light', 'vscode-light'],
	['Dark Modern', 'dark', 'vscode-dark'],
	['Dark High Contrast', 'contrast', 'vscode-high-contrast'],
] as const;

/** Changes the theme by the palette, as a user does, and waits until the page in front has it. */
export async function changeTheme(workbench: Workbench, theme: string, className: string): Promise<void> {
	await workbench.palette('Preferences: Color Theme');
	await workbench.quickPick.input.fill(theme);
	await workbench.quickPick.choose(theme);
	await workbench.quickPick.input.waitFor({ state: 'detached' });
	await pageIn(workbench).locator(`body.${className}`).waitFor();
}
