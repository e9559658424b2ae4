/** Time as an argument: nothing below `editor` has a clock of its own. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Calls `action` once after `ms` milliseconds, unless the returned function is called first. */
	after(ms: number, action: () => void): () => void;
}
