import { isLoopback } from './address.ts';
import { blames, kinds } from './provider.ts';

/** The names that tell nothing about a user, since everybody knows them. */
export interface PublicNames {
	/** Hosts of public vendors. */
	readonly hosts: ReadonlySet<string>;
	/** Whether a model of this name is publicly offered. */
	knowsModel(name: string): boolean;
}

/** Substitutes for names: the same one for the same name, and never one for two. */
export interface Names {
	/** The origin of an API, or an agent program. */
	endpoint(endpoint: string): string;
	/** An address below an endpoint. */
	address(address: string): string;
	/** A model at an endpoint. */
	model(endpoint: string, model: string): string;
	agent(agent: string): string;
	profile(name: string): string;
	variable(name: string): string;
	/** An endpoint and a profile, as `accountOf` in provider.ts joins them. */
	account(account: string): string;
	/** As `blameKey` in provider.ts makes them. */
	blameKey(key: string): string;
	/** A sentence of our own in which hosts may stand that were renamed so far. */
	text(text: string): string;
}

export function createNames(known: PublicNames): Names {
	const hosts = substitutes((place) => `host-${place}.example`);
	const profiles = substitutes((place) => `profile-${place}`);
	const variables = substitutes((place) => `VARIABLE_${place}`);
	const models = substitutes((place) => `model-${place}`);
	const agents = substitutes((place) => `agent-${place}`);
	const isPublic = (address: string) => isLoopback(address) || known.hosts.has(new URL(address).hostname);
	const host = (address: string) => {
		const { protocol, hostname, port } = new URL(address);
		return `${protocol}//${hosts.of(hostname)}${port === '' ? '' : `:${port}`}`;
	};
	const agent = (name: string) => (isPlain(name) && !/^agent-\d+$/.test(name) ? name : agents.of(name));
	const endpoints = new Set<string>();
	const endpoint = (each: string) => {
		if (isAddress(each)) {
			return isPublic(each) ? each : host(each);
		}
		const kind = kinds.find((one) => each.startsWith(`${one}:`));
		return kind === undefined ? `acp:${agents.of(each)}` : `${kind}:${agent(each.slice(kind.length + 1))}`;
	};
	const profile = (name: string) => (name === 'default' ? name : profiles.of(name));
	const model = (at: string, name: string) => {
		// As `blameKey` calls it where no model is set.
		const shown = name === 'default' || (isAddress(at) && !isPublic(at) ? known.knowsModel(name) : !isOwnModel(name));
		return shown && !/^model-\d+$/.test(name) ? name : models.of(name);
	};
	const account = (each: string) => {
		if (!each.includes('#')) {
			return profiles.of(each);
		}
		const end = each.lastIndexOf('#');
		const name = each.slice(end + 1);
		const shown = name.startsWith('env:') ? `env:${variables.of(name.slice('env:'.length))}` : profile(name);
		return `${endpoint(each.slice(0, end))}#${shown}`;
	};
	/** Where the endpoint of a key ends: an agent's name can have spaces, as a model's can. */
	const endOf = (key: string) => {
		const whole = [...endpoints].filter((each) => key.startsWith(`${each} `)).map(({ length }) => length);
		return whole.length === 0 ? key.search(/ |$/) : Math.max(...whole);
	};
	return {
		endpoint: (each) => {
			endpoints.add(each);
			return endpoint(each);
		},
		agent,
		profile,
		variable: (name) => variables.of(name),
		model,
		account,
		address: (each) => (isAddress(each) ? endpoint(new URL(each).origin) + pathOf(each) : '…'),
		blameKey: (key) => {
			const blame = blames.find((one) => key.startsWith(`${one} `));
			if (blame === undefined) {
				return `profile ${profiles.of(key)}`;
			}
			const rest = key.slice(blame.length + 1);
			switch (blame) {
				case 'endpoint':
					return `endpoint ${endpoint(rest)}`;
				case 'profile':
					return `profile ${account(rest)}`;
				case 'model': {
					const at = rest.slice(0, endOf(rest));
					return `model ${endpoint(at)} ${model(at, rest.slice(at.length + 1))}`;
				}
			}
		},
		text: (text) => hosts.known().reduce((said, [name, instead]) => said.replaceAll(wordOf(name), instead), text),
	};
}

/** Gives each name a substitute with a number of its own, in the order in which they are met. */
function substitutes(make: (place: number) => string) {
	const made = new Map<string, string>();
	return {
		of(name: string): string {
			const instead = made.get(name) ?? make(made.size + 1);
			made.set(name, instead);
			return instead;
		},
		/** The longest first, so that none is met within another. */
		known: () => [...made].sort(([one], [other]) => other.length - one.length),
	};
}

function isAddress(text: string): boolean {
	return /^https?:/.test(text) && URL.canParse(text);
}

/** What is a word like any other for everybody: no path, no address. */
function isPlain(name: string): boolean {
	return /^[\w.-]{1,64}$/.test(name);
}

/** A file of this machine, or a model that was trained for one customer. */
function isOwnModel(name: string): boolean {
	return /^[/~.\\]|^[a-z]:[\\/]|^file:|\.gguf$|^ft:/i.test(name);
}

/** Of an address's path what all of its kind have; what lies between can name a customer. */
function pathOf(address: string): string {
	const parts = new URL(address).pathname.split('/').filter((part) => part !== '');
	return parts.map((part) => `/${/^(?:v\d+(?:alpha|beta)?\d*|api|openai)$/.test(part) ? part : '…'}`).join('');
}

function wordOf(name: string): RegExp {
	return new RegExp(`(?<![\\w.-])${name.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'gi');
}
