/** Virtual time: what is to happen, in the order of its time. */
export interface Timeline {
	/** Milliseconds since the epoch. */
	now(): number;
	/** What is due at the same time happens in the order in which it was asked for. */
	at(time: number, action: () => void): void;
	/** Until nothing is left to happen. */
	run(): void;
}

interface Due {
	readonly time: number;
	readonly place: number;
	readonly action: () => void;
}

export function createTimeline(start: number): Timeline {
	const heap: Due[] = [];
	let now = start;
	let asked = 0;
	return {
		now: () => now,
		at(time, action) {
			push(heap, { time: Math.max(time, now), place: asked++, action });
		},
		run() {
			for (let due = pop(heap); due !== undefined; due = pop(heap)) {
				now = due.time;
				due.action();
			}
		},
	};
}

function isSooner(one: Due, other: Due): boolean {
	return one.time < other.time || (one.time === other.time && one.place < other.place);
}

function push(heap: Due[], due: Due): void {
	let place = heap.length;
	heap.push(due);
	while (place > 0) {
		const above = (place - 1) >> 1;
		const parent = heap[above];
		if (parent === undefined || !isSooner(due, parent)) {
			break;
		}
		heap[place] = parent;
		place = above;
	}
	heap[place] = due;
}

function pop(heap: Due[]): Due | undefined {
	const first = heap[0];
	const last = heap.pop();
	if (first === undefined || last === undefined || first === last) {
		return first;
	}
	let place = 0;
	for (;;) {
		const left = heap[place * 2 + 1];
		const right = heap[place * 2 + 2];
		const below = right !== undefined && left !== undefined && isSooner(right, left) ? right : left;
		if (below === undefined || !isSooner(below, last)) {
			break;
		}
		heap[place] = below;
		place = below === right ? place * 2 + 2 : place * 2 + 1;
	}
	heap[place] = last;
	return first;
}
