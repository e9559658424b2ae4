import type { PublicNames } from '../core/anonymousNames.ts';
import { readCatalogue } from '../core/catalogue.ts';
import { catalogue } from '../core/catalogueData.ts';

/** The public catalogue as it was when the extension was built. */
export const lookUp = readCatalogue(catalogue);

/** The hosts and models that everybody knows. */
export const publicNames: PublicNames = {
	hosts: new Set(Object.keys(catalogue).flatMap((hosts) => hosts.split(' '))),
	knowsModel: (name) => lookUp(null, name) !== null,
};
