/**
 * The code of an answer that should be code alone: without the one fence that models like to put around it. Works on
 * an answer that is still growing: an open fence is taken off too, and a last line that may become the closing one.
 */
export function codeOf(answer: string): string {
	if (/^\s*(?:`{1,2}|~{1,2})$/.test(answer)) {
		return '';
	}
	const fence = /^\s*(`{3,}|~{3,})[^\n]*(?:\n|$)/.exec(answer);
	const mark = fence?.[1];
	if (fence === null || mark === undefined) {
		return answer;
	}
	const lines = answer.slice(fence[0].length).match(/[^\n]*\n|[^\n]+/g) ?? [];
	const closing = closingLine(lines, mark);
	if (closing !== -1) {
		return lines.slice(0, closing).join('');
	}
	const last = lines.at(-1);
	const mayClose = last !== undefined && !last.endsWith('\n') && last.trim() !== '' && mark.includes(last.trim());
	return (mayClose ? lines.slice(0, -1) : lines).join('');
}

/**
 * The line that closes the fence, or -1. A document can hold fences of its own: those that open with a language are
 * skipped with their closing lines, and where that does not come out even, a fence at the very end closes.
 */
function closingLine(lines: readonly string[], mark: string): number {
	let open = 0;
	for (const [index, line] of lines.entries()) {
		const text = line.trim();
		if (text === mark) {
			if (open === 0) {
				return index;
			}
			open--;
		} else if (text.startsWith(mark) && /^[\w+#.-]+$/.test(text.slice(mark.length))) {
			open++;
		}
	}
	const end = lines.findLastIndex((line) => line.trim() !== '');
	return lines[end]?.trim() === mark ? end : -1;
}
