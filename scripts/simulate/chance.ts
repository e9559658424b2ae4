/** From 0 to 1, 1 excluded: numbers mixed until none of their bits shows. The same numbers give the same chance. */
export function chanceOf(seed: number, one: number, two = 0, three = 0): number {
	let bits = mixed(seed + 0x51ed270b);
	bits = mixed(bits ^ one);
	bits = mixed(bits ^ Math.imul(two + 1, 0x85ebca77));
	bits = mixed(bits ^ Math.imul(three + 1, 0xc2b2ae3d));
	return (bits >>> 0) / 2 ** 32;
}

/** The finisher of MurmurHash3. */
function mixed(number: number): number {
	let bits = Math.imul(number, 0x9e3779b1);
	bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return bits ^ (bits >>> 16);
}

/** One chance after the other, 0 to 1, 1 excluded. */
export type Chance = () => number;

export function createChance(seed: number): Chance {
	let drawn = 0;
	return () => chanceOf(seed, drawn++);
}

/** A number of the standard normal distribution out of two chances (Box and Muller). */
export function normalOf(one: number, two: number): number {
	return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * two);
}

/** How long until the next of events that come by themselves, `mean` apart. */
export function exponential(chance: Chance, mean: number): number {
	return -mean * Math.log(1 - chance());
}

/** Log-normal: half of all are below the median; `sigma` is the spread of the logarithm. */
export function logNormal(chance: Chance, median: number, sigma: number): number {
	return median * Math.exp(sigma * normalOf(chance(), chance()));
}
