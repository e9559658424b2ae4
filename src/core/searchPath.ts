/**
 * The places of a list such as `PATH` that are the same wherever a program is started. Any other is looked up in the
 * folder that the program works in, and whoever fills that folder could put a program of any name there.
 *
 * @param separator - `:` or, on Windows, `;`.
 */
export function absolutePlaces(list: string, separator: string): string {
	return list
		.split(separator)
		.filter((place) => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(place))
		.join(separator);
}
