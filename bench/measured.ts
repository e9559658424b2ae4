/** One thing whose time is measured. */
export interface Measured {
	/** What is done. */
	readonly what: string;
	/** To how much of it, for people. */
	readonly size: string;
	/** The same as a number, to tell how the time grows with it. */
	readonly count: number;
	/** Makes what one run needs; not measured. */
	readonly prepare: () => void;
	readonly run: () => void;
}
