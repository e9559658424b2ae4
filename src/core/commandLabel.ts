/**
 * A name for a command line that may be written down: the program's base name and, for tools that do many things, which
 * of them. Nothing else of the line is ever part of it: no argument, no value of a variable, no code. `null` where the
 * program can't be told for certain, or is not named like one.
 */
export function commandLabel(line: string): string | null {
	return labelOf(line.slice(0, longestRead), 0);
}

/** In characters: what comes later does not name the program. */
const longestRead = 4000;
/** A shell within a shell within a shell hides something. */
const deepest = 2;

/** Text in quotes in which nothing is replaced, or a word without anything that a shell would replace. */
const plainText = String.raw`(?:'[^']*'|"[^"$\x60\\]*"|[^\s"'$\x60\\;&|()<>]*)`;
const assignment = new RegExp(String.raw`^[A-Za-z_]\w*=${plainText}\s+`);
/** Agents go to a folder first, which tells nothing. */
const goingTo = new RegExp(String.raw`^cd\s+${plainText}\s*(?:&&|;|\n)\s*`);
const firstWord = /^(?:'([^']*)'|"([^"$`\\]*)"|([^\s"'$`;&|()<>]+))(?=[\s;&|()<>]|$)/;

const word = '(?:[a-z]{1,16}|(?:[A-Z][a-z]{2,12}){1,2})';
/** `python3.12`, `g++`, `clang-format-15`, `run-tests.sh`; a key has digits between its letters, or is longer. */
const programName = new RegExp(String.raw`^${word}\+{0,2}(?:[._-]${word}){0,3}(?:[._-]?\d{1,2}(?:\.\d{1,2}){0,2})?$`);
/** In characters. */
const longestName = 24;

function labelOf(line: string, depth: number): string | null {
	const rest = withoutPreamble(line);
	const found = firstWord.exec(rest);
	if (found === null) {
		return null;
	}
	const [whole, single, double, bare] = found;
	const name = baseName(single ?? double ?? bare ?? '');
	if (name.length > longestName || !programName.test(name)) {
		return null;
	}
	const parameters = rest.slice(whole.length);
	if (shells.has(name)) {
		const script = scriptOf(parameters);
		return (script === null || depth === deepest ? null : labelOf(script, depth + 1)) ?? name;
	}
	const second = /^[ \t]+([a-z-]+)(?=[\s;&|()<>]|$)/.exec(parameters)?.[1];
	return tools.has(name) && second !== undefined && deeds.has(second) ? `${name} ${second}` : name;
}

function withoutPreamble(line: string): string {
	const rest = line.trimStart();
	const next = rest.replace(assignment, '').replace(goingTo, '');
	return next === rest ? rest : withoutPreamble(next);
}

function baseName(program: string): string {
	return (program.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:exe|cmd|bat)$/i, '');
}

/** What a shell is given to run by `-c`, as far as it stands in one pair of quotes. */
function scriptOf(parameters: string): string | null {
	const found = /^\s+-[a-z]*c\s+(?:'([^']*)|"((?:[^"\\]|\\.)*)|([^"'].*))/s.exec(parameters);
	return found === null ? null : (found[1] ?? found[2]?.replace(/\\(["\\$`])/g, '$1') ?? found[3] ?? null);
}

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish']);

/** Tools whose first word says what they do. */
const tools: ReadonlySet<string> = new Set(
	(
		'git npm pnpm yarn cargo go dotnet make docker pip pip3 poetry uv bundle gradle gradlew mvn mvnw deno bun ' +
		'composer rustup terraform kubectl helm brew'
	).split(' '),
);

/** Words for what such a tool can do. One that is not among them could be anything, a name or a key too. */
const deeds: ReadonlySet<string> = new Set(
	(
		'add all apply assemble audit bench bisect blame branch build bundle cat-file check checkout cherry-pick ci clean ' +
		'clippy clone commit compile compose config coverage dev describe diff doc docs down download env exec explain ' +
		'export fetch fix fmt format freeze generate get grep help images import info init install inspect lint list lock ' +
		'log logs ls ls-files merge mod mv new outdated pack package plan ps publish pull push rebase reflog release remote ' +
		'remove reset restore restart rev-parse rm rollback run serve show stage start stash status stop submodule switch ' +
		'sync tag test tests tidy tool tree uninstall up update upgrade verify version vet view watch why workspace worktree'
	).split(' '),
);
