import type { PublicNames } from '../core/anonymousNames.ts';
import { readCatalogue } from '../core/catalogue.ts';
import { catalogue } from '../core/catalogueData.ts';

/** The public catalogue as it was when the extension was built. */
export const lookUp = readCatalogue(catalogue);

/** The names of the models that the catalogue lists at this host. */
export function modelsAt(host: string): readonly string[] {
	const [, text = ''] = Object.entries(catalogue).find(([hosts]) => hosts.split(' ').includes(host)) ?? [];
	return text.split(';').flatMap((model) =>
		model
			.split(' ')
			.slice(0, 1)
			.filter((name) => name !== ''),
	);
}

/** The hosts and models that everybody knows. */
export const publicNames: PublicNames = {
	hosts: new Set(Object.keys(catalogue).flatMap((hosts) => hosts.split(' '))),
	knowsModel: (name) => lookUp(null, name) !== null,
};
