/** As whoever connects will read it, whatever its letters look like; `null`: not an address. */
export function protocolOf(address: string): string | null {
	return URL.canParse(address) ? new URL(address).protocol : null;
}

/** Whether what is sent there could be read on the way. */
export function travelsOpenly(address: string): boolean {
	return protocolOf(address) === 'http:' && !isLoopback(address);
}

/** Whether an address stays on this machine by its very form. A name other than `localhost` could point anywhere. */
export function isLoopback(address: string): boolean {
	if (!URL.canParse(address)) {
		return false;
	}
	const { hostname } = new URL(address);
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
