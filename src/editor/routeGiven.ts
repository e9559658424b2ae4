/** The route of the row that a menu was opened on; `null` when a command was called otherwise. */
export function routeGiven(given: readonly unknown[]): string | null {
	const [row] = given;
	return typeof row === 'object' && row !== null && 'route' in row && typeof row.route === 'string' ? row.route : null;
}
