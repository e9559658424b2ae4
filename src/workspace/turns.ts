/** Lets pieces of work run one after the other, in the order in which they were asked for. */
export function createTurns(): <Result>(work: () => Result | Promise<Result>) => Promise<Result> {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const next = last.then(work, work);
		last = next.catch(() => undefined);
		return next;
	};
}
