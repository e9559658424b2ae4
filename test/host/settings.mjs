import jsonc from 'jsonc-parser';

/**
 * The text of a settings file with `defaults` where it says nothing and `forced` whatever it says. Comments and the
 * order of what stood there stay; `undefined` among the forced removes a setting.
 */
export function withSettings(text, { defaults = {}, forced = {} }) {
	let result = text.trim() === '' ? '{}' : text;
	const present = jsonc.parse(result) ?? {};
	const missing = Object.entries(defaults).filter(([name]) => !(name in present) && !(name in forced));
	for (const [name, value] of [...missing, ...Object.entries(forced)]) {
		const edits = jsonc.modify(result, [name], value, { formattingOptions: { insertSpaces: false } });
		result = jsonc.applyEdits(result, edits);
	}
	return result;
}

/** Those of the named settings that a settings file sets. */
export function settingsNamed(text, names) {
	const present = jsonc.parse(text) ?? {};
	return Object.fromEntries(names.filter((name) => name in present).map((name) => [name, present[name]]));
}
