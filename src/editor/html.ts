/** Markup that may be put into a page as it is. Nothing else makes it but `html` and `raw`. */
export interface Html {
	readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

/** A piece of a page: what stands in the template is markup, and every value is text, unless it is markup already. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
	const markup = template.map((markup, place) => markup + (place < parts.length ? markupOf(parts[place] ?? '') : ''));
	return { markup: markup.join('') };
}

export const nothing: Html = { markup: '' };

function markupOf(part: Part): string {
	if (typeof part === 'string' || typeof part === 'number') {
		return escaped(String(part));
	}
	return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Words of anybody, to stand between tags or in quotes: read as nothing but words, on one line and in their own direction. */
export function escaped(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/** A link that runs a command of ours with arguments. */
export function commandLink(command: string, given: readonly unknown[], label: string, current = false): Html {
	const address = `command:${command}?${encodeURIComponent(JSON.stringify(given))}`;
	return current
		? html`<a href="${address}" aria-current="page">${label}</a>`
		: html`<a href="${address}">${label}</a>`;
}

/** A whole page around its body. Nothing runs in it, and nothing is loaded but the style sheet at `style`. */
export function framed(
	title: string,
	body: Html,
	{ style, source, language }: { readonly style: string; readonly source: string; readonly language: string },
): string {
	const policy = `default-src 'none'; style-src ${source}; base-uri 'none'; form-action 'none'`;
	return html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>${body}</body>
</html>`.markup;
}
