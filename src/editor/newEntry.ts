import { isLoopback, protocolOf, travelsOpenly } from '../core/address.ts';
import { endpointFrom, type Provider } from '../core/provider.ts';

/** An entry of `switchyard.providers` that is about to be added. */
export type NewEntry = Readonly<Record<string, unknown>> & { readonly id: string };

/** The longest id that the settings take. */
const longestId = 64;

/** An id out of any words, that nobody has yet: small letters, digits, `.` and `-`. */
export function unusedId(words: string, taken: ReadonlySet<string>): string {
	const plain = words
		.toLowerCase()
		.replace(/[^a-z0-9.-]+/g, '-')
		.replace(/^[.-]+|[.-]+$/g, '')
		.slice(0, longestId);
	const first = plain === '' ? 'provider' : plain;
	let id = first;
	for (let number = 2; taken.has(id); number++) {
		const ending = `-${number}`;
		id = `${first.slice(0, longestId - ending.length)}${ending}`;
	}
	return id;
}

/** The same entries, each with an id that is nobody else's. */
export function withUnusedIds<T extends NewEntry>(entries: readonly T[], taken: ReadonlySet<string>): readonly T[] {
	const all = new Set(taken);
	return entries.map((entry) => {
		const id = unusedId(entry.id, all);
		all.add(id);
		return { ...entry, id };
	});
}

/** The ids in what the user's settings hold, whatever that is. */
export function idsIn(value: unknown): ReadonlySet<string> {
	const entries: readonly unknown[] = Array.isArray(value) ? value : [];
	return new Set(
		entries.flatMap((entry) =>
			typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? [entry.id] : [],
		),
	);
}

/** What keeps an address from being used. */
export type AddressProblem = 'not-an-address' | 'not-the-web' | 'travels-openly' | 'holds-a-key' | 'has-parameters';

/** `null`: it can be used. An address without encryption is for this machine only. */
export function addressProblem(address: string): AddressProblem | null {
	const protocol = protocolOf(address);
	if (protocol === null || /\s/.test(address)) {
		return 'not-an-address';
	}
	if (protocol !== 'http:' && protocol !== 'https:') {
		return 'not-the-web';
	}
	const { username, password } = new URL(address);
	if (username + password !== '') {
		return 'holds-a-key';
	}
	if (/[?#]/.test(address)) {
		return 'has-parameters';
	}
	return travelsOpenly(address) ? 'travels-openly' : null;
}

/** Without what people paste along with an address: `/chat/completions`, `/models`, slashes at the end. */
export function baseOf(address: string): string {
	return address
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/(?:chat\/completions|completions|responses|models)$/, '')
		.replace(/\/+$/, '');
}

/** Whether a server at this address is asked without a key. */
export function isKeyless(address: string): boolean {
	return isLoopback(address);
}

/** A provider as it will be, before it is in the settings: with nothing but what has to be said of it. */
export function providerToBe(
	said: Pick<Provider, 'id' | 'kind' | 'baseUrl' | 'agent' | 'profiles' | 'billing'>,
): Provider {
	return {
		...said,
		model: null,
		endpoint: endpointFrom(said),
		api: 'chat',
		capabilities: null,
		reach: 'standard',
		contextTokens: null,
		maxOutputTokens: null,
		cost: null,
		latency: null,
		keywords: [],
		weight: 1,
		exempt: false,
		enabled: true,
	};
}
