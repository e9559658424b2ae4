/** A range of a text, in UTF-16 offsets, that moves with the edits around it. */
export interface Anchor {
	readonly start: number;
	readonly end: number;
	/** An edit touched the range itself: what stands there is no longer what was asked about. */
	readonly touched: boolean;
}

/** One edit as the editor reports it: `length` characters at `offset` became `text`. */
export interface TextChange {
	readonly offset: number;
	readonly length: number;
	readonly text: string;
}

/** The anchor after edits that happened together, each given in the offsets before all of them. */
export function moved(anchor: Anchor, changes: readonly TextChange[]): Anchor {
	let shift = 0;
	let { touched } = anchor;
	for (const change of changes) {
		const end = change.offset + change.length;
		if (end <= anchor.start) {
			shift += change.text.length - change.length;
		} else if (change.offset < anchor.end) {
			touched = true;
		}
	}
	return { start: anchor.start + shift, end: anchor.end + shift, touched };
}
