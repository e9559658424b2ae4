/** An import of one piece by another, as the bundler writes it. */
export interface Import {
	readonly statement: string;
	/** The other piece, without ending. */
	readonly from: string;
	readonly names: readonly { readonly name: string; readonly as: string }[];
}

/** At the beginning of a line, with the names on lines of their own, or without names. */
const importStatement = /^import (?:\{([^}]*)\} from )?"\.\/([\w-]+)\.js";$/gm;

/** What a module that the bundler wrote, and did not minify, imports of other pieces. */
export function importsOf(module: string): Import[] {
	return [...module.matchAll(importStatement)].map(([statement, names = '', from = '']) => ({
		statement,
		from,
		names: names
			.split(',')
			.map((item) => item.trim())
			.filter((item) => item !== '')
			.map((item) => {
				const [name = '', as = name] = item.split(' as ');
				return { name, as };
			}),
	}));
}
