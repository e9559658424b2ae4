import * as l10n from '@vscode/l10n';

/** The language whose way of writing figures goes with the words around them, as in BCP 47: each translation gives its own. */
function ways(): string {
	return l10n.t('en-US');
}

/** 12000 -> `12,000`. */
export function grouped(count: number): string {
	return new Intl.NumberFormat(ways(), { maximumFractionDigits: 0 }).format(count);
}

/** US dollars: `$0.0042`, with as many digits as say something. */
export function dollars(amount: number): string {
	const digits = significantDigits(amount);
	return new Intl.NumberFormat(ways(), {
		style: 'currency',
		currency: 'USD',
		currencyDisplay: 'narrowSymbol',
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
		useGrouping: false,
	}).format(amount);
}

/** How many digits of an amount of dollars follow the point. */
export function significantDigits(amount: number): number {
	return amount > 0 && amount < 1 ? Math.min(6, 1 - Math.floor(Math.log10(amount))) : 2;
}

/** `240 ms`, `3.2 s`, `2 min 5 s`, with spaces at which no line breaks. */
export function duration(ms: number): string {
	if (ms < 1000) {
		return `${Math.max(0, Math.round(ms))}\u00a0ms`;
	}
	const whole = Math.round(ms / 1000);
	return ms < 10_000 ? `${tenths(ms / 1000)}\u00a0s` : whole < 60 ? `${whole}\u00a0s` : minutes(whole);
}

function tenths(value: number): string {
	return new Intl.NumberFormat(ways(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

function minutes(seconds: number): string {
	const rest = seconds % 60;
	return `${grouped(Math.floor(seconds / 60))}\u00a0min${rest === 0 ? '' : `\u00a0${rest}\u00a0s`}`;
}

export function percent(part: number): string {
	return `${Math.round(part * 100)}\u00a0%`;
}
