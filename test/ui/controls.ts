import type { Locator, Page } from 'playwright-core';

/** What a person does with the mouse and the keyboard, by what is written on the screen. */
export interface WorkbenchControls {
	readonly quickPick: {
		readonly input: Locator;
		readonly rows: Locator;
		/** Clicks the first row that holds `text`. */
		choose(text: string | RegExp): Promise<void>;
		/** Types into the open input and confirms. */
		answer(text: string): Promise<void>;
	};
	/** Runs the command whose title in the palette holds `title`. */
	palette(title: string): Promise<void>;
	/** Opens a file that the explorer shows, ends with the cursor in it. */
	openFile(name: string): Promise<void>;
	/** Opens the context menu of the editor at its cursor, keeps the selection, and follows `path` through the submenus. */
	contextMenu(...path: string[]): Promise<void>;
	/** The same for anything else on the screen, a row of the explorer for example. */
	contextMenuOf(target: Locator, ...path: string[]): Promise<void>;
	/** The row of a file in the explorer. */
	explorerRow(name: string): Locator;
}

export function controlsOf(page: Page): WorkbenchControls {
	const widget = page.locator('.quick-input-widget:visible');
	const input = widget.locator('input.input');
	const rows = widget.locator('.quick-input-list .monaco-list-row');
	const choose = (text: string | RegExp) => rows.filter({ hasText: text }).first().click();
	const explorerRow = (name: string) => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
	const followMenu = async (path: readonly string[]) => {
		for (const [depth, title] of path.entries()) {
			// A submenu is drawn inside of the item that opened it: the innermost menu is the last one.
			const menu = page.locator('.context-view .monaco-menu').nth(depth);
			const item = menu.locator('.action-menu-item', { hasText: title }).last();
			// A menu swallows clicks right after it opened; its keyboard handling does not.
			await item.hover();
			await page.keyboard.press('Enter');
		}
	};
	return {
		quickPick: {
			input,
			rows,
			choose,
			answer: async (text) => {
				await input.fill(text);
				await page.keyboard.press('Enter');
			},
		},
		palette: async (title) => {
			// With the mouse: a key that is pressed while the focus goes into a webview is lost.
			await page.locator('.command-center-quick-pick').click();
			await input.fill(`>${title}`);
			await choose(title);
		},
		openFile: async (name) => {
			// A diff of the file carries the file's name as its resource too, and an arrow in its title.
			const tab = page.locator(`.tab[data-resource-name="${name}"]`).filter({ hasNotText: '←' });
			// The explorer brings a diff of the file to the front when there is one.
			await ((await tab.count()) > 0 ? tab.click() : explorerRow(name).dblclick());
			await tab.and(page.locator('.active')).waitFor();
			await page.locator('.editor-group-container.active .monaco-diff-editor').waitFor({ state: 'detached' });
			await page.locator('.editor-group-container.active .editor-instance .monaco-editor.focused').waitFor();
		},
		contextMenu: async (...path) => {
			await page.keyboard.press('Shift+F10');
			await followMenu(path);
		},
		contextMenuOf: async (target, ...path) => {
			await target.click({ button: 'right' });
			await followMenu(path);
		},
		explorerRow,
	};
}
