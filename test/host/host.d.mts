import type { ChildProcess } from 'node:child_process';
import type { Browser, LaunchOptions } from 'playwright-core';

export interface ServerOptions {
	readonly userDataDir?: string;
	readonly extensionsDir?: string;
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly port?: number;
	readonly dev?: boolean;
	readonly link?: readonly string[];
	readonly vsix?: string;
	readonly idleSeconds?: number;
	readonly locale?: string;
	readonly isolate?: boolean;
	readonly trustPrompts?: boolean;
	readonly verbose?: boolean;
}

export interface Server {
	readonly origin: string;
	readonly child: ChildProcess;
	/** Resolves with the exit code once the server has ended. */
	readonly exited: Promise<number | null>;
	readonly userDataDir: string;
	readonly extensionsDir: string;
	stop(): Promise<void>;
	log(): string;
	url(options?: { folder?: string; open?: readonly string[] }): string;
}

export const quietSettings: Readonly<Record<string, unknown>>;
export function ensureHost(): Promise<{ node: string; entry: string }>;
export function ensureChromium(): Promise<void>;
export function startServer(options?: ServerOptions): Promise<Server>;
export function launchChromium(options?: LaunchOptions): Promise<Browser>;
