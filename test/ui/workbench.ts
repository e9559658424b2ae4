import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium, type Server, startServer } from '../host/host.mjs';
import { controlsOf, type WorkbenchControls } from './controls.ts';
import { installLanguagePack } from './languagePack.ts';

const root = resolve(import.meta.dirname, '../..');
const pictures = join(root, 'test/out');

export interface WorkbenchOptions {
	/** What the workbench opens. */
	readonly folder: string;
	/** The user's settings, on top of those that keep the workbench quiet. */
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Reaches the extension host and what it starts, on top of this process's own. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** The extension to load, from where it is. Default: this working tree. */
	readonly extensionPath?: string;
	/** Other extensions to load, from where they are. */
	readonly also?: readonly string[];
	/** A package to install, in place of an extension that is loaded from where it is. */
	readonly vsix?: string;
	/** `false` opens the folder in restricted mode. */
	readonly trust?: boolean;
	/** The language of the workbench, as the names of language packs have it. Default: English. */
	readonly locale?: string;
}

export interface Workbench extends WorkbenchControls {
	readonly page: Page;
	/** The item of Switchyard in the status bar. */
	readonly status: Locator;
	/** The toasts on screen, buttons included. */
	readonly notifications: Locator;
	readonly userDataDir: string;
	/** Where extensions are installed. */
	readonly extensionsDir: string;
	/** The process whose descendants are the extension host and all that it starts. */
	readonly serverPid: number;
	/** Writes `test/out/<name>.png` and returns its path. */
	screenshot(name: string): Promise<string>;
	/** The Switchyard output channel as it is on disk; empty before its first line. */
	log(): string;
	/** Ends the browser, the server and what they started, and removes their files. */
	close(): Promise<void>;
}

/** Opens a real workbench on `folder` with the extension from the working tree, once it is drawn. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
	const own = mkdtempSync(join(tmpdir(), 'switchyard-ui-'));
	let server: Server | undefined;
	let browser: Browser | undefined;
	const close = async () => {
		await browser?.close();
		await server?.stop();
		rmSync(own, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		if (options.locale !== undefined) {
			installLanguagePack(join(own, 'user'), options.locale);
		}
		server = await startServer({
			userDataDir: join(own, 'user'),
			extensionsDir: join(own, 'extensions'),
			link: [...(options.vsix === undefined ? [options.extensionPath ?? root] : []), ...(options.also ?? [])],
			...(options.vsix === undefined ? {} : { vsix: options.vsix }),
			// Ends a server whose test process was killed outright.
			idleSeconds: 120,
			trustPrompts: options.trust === false,
			settings: {
				...(options.trust === false ? { 'security.workspace.trust.startupPrompt': 'never' } : {}),
				...options.settings,
			},
			...(options.env === undefined ? {} : { env: options.env }),
			...(options.locale === undefined ? {} : { locale: options.locale }),
		});
		browser = await launchChromium();
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		page.setDefaultTimeout(60_000);
		await page.goto(server.url({ folder: options.folder }));
		await page.locator('.monaco-workbench').waitFor();
		return workbenchOf(page, server, close);
	} catch (error) {
		await close();
		throw error;
	}
}

function workbenchOf(page: Page, server: Server, close: () => Promise<void>): Workbench {
	const { pid } = server.child;
	if (pid === undefined) {
		throw new Error('the server has no process');
	}
	return {
		...controlsOf(page),
		page,
		status: page.locator('[id="switchyard.switchyard.switchyard.status"]'),
		notifications: page.locator('.notification-toast'),
		userDataDir: server.userDataDir,
		extensionsDir: server.extensionsDir,
		serverPid: pid,
		close,
		log: () => channelText(server.userDataDir),
		screenshot: async (name) => {
			mkdirSync(pictures, { recursive: true });
			const path = join(pictures, `${name}.png`);
			await page.screenshot({ path });
			return path;
		},
	};
}

/** One file per start of the extension host, the oldest first. */
function channelText(userDataDir: string): string {
	const logs = join(userDataDir, 'logs');
	return readdirSync(logs, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('Switchyard.log'))
		.sort()
		.map((file) => readFileSync(join(logs, file), 'utf8'))
		.join('');
}
