/** What an object holds under a name, and not what every object has under it. */
export function ownOf<T>(all: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(all, name) ? all[name] : undefined;
}
