import { readCatalogue } from '../core/catalogue.ts';
import { catalogue } from '../core/catalogueData.ts';

/** The public catalogue as it was when the extension was built. */
export const lookUp = readCatalogue(catalogue);
