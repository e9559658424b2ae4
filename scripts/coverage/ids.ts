/** The ids in a title: in brackets of their own, as in `[T1] [R8]`, `(A1, R14)` or `[G5-6]`. */
export function idsIn(title: string): readonly string[] {
	const groups = title.matchAll(/[[(]([TRBAGUP]\d+(?:-\d+)?(?:[ ,]+[TRBAGUP]\d+(?:-\d+)?)*)[\])]/g);
	return [...groups].flatMap(([, ids = '']) => ids.split(/[ ,]+/)).flatMap(each);
}

/** `G5-6` stands for all from the first to the last. */
function each(id: string): readonly string[] {
	const [first = '', last] = id.split('-');
	const letter = first.charAt(0);
	const from = Number(first.slice(1));
	const to = last === undefined ? from : Number(last);
	return Array.from({ length: to - from + 1 }, (_, place) => `${letter}${from + place}`);
}
