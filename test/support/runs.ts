const most = Number(process.env['SWITCHYARD_PROPERTY_RUNS'] ?? Infinity);

/** How often a property is tried: `count` times, or fewer where the tests run thousands of times over (npm run mutation). */
export function runsOf(count: number): number {
	return Math.min(count, most);
}
