import type { Routes } from './routes.ts';

/** The routes of a window that may not have asked anything yet. */
export interface LateRoutes
	extends Pick<Routes, 'again' | 'current' | 'session' | 'shown' | 'running' | 'tabsClosed' | 'dispose'> {
	/** Loads what it takes to ask, at the first call. */
	ready(): Promise<Routes>;
}

/** Before the first question nothing runs and nothing waits, and nothing has to be loaded to say so. */
export function lateRoutes(make: () => Promise<Routes>): LateRoutes {
	let making: Promise<Routes> | null = null;
	let made: Routes | null = null;
	let disposed = false;
	return {
		ready() {
			making ??= make().then((routes) => (made = routes));
			return disposed ? Promise.reject(new Error('the window is closing')) : making;
		},
		again: (route, only) => made?.again(route, only) ?? null,
		current: () => made?.current() ?? null,
		session: (route) => made?.session(route) ?? null,
		shown: () => made?.shown() ?? 'none',
		running: () => made?.running() ?? false,
		tabsClosed: (tabs) => made?.tabsClosed(tabs),
		async dispose() {
			disposed = true;
			await made?.dispose();
		},
	};
}
