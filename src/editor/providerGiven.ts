/** The provider that a command was called for, with `{ provider }` as its argument; `null`: none. */
export function providerGiven(given: readonly unknown[]): string | null {
	for (const value of given) {
		if (typeof value === 'object' && value !== null && 'provider' in value && typeof value.provider === 'string') {
			return value.provider;
		}
	}
	return null;
}
