/** What is to be known before anything is published. */
export interface Standing {
	/** Of `package.json`. */
	readonly version: string;
	readonly repository: unknown;
	readonly changelog: string;
	/** What git tells of the folder, a line for each file that is not committed; nothing: all is. */
	readonly uncommitted: string;
	/** The tags of the commit. */
	readonly tags: readonly string[];
	readonly environment: NodeJS.ProcessEnv;
}

/** A place where extensions are offered, with the variable that holds the token for it. */
export interface Marketplace {
	readonly name: string;
	readonly token: 'VSCE_PAT' | 'OVSX_PAT';
}

export const marketplaces: readonly Marketplace[] = [
	{ name: 'Visual Studio Marketplace', token: 'VSCE_PAT' },
	{ name: 'Open VSX', token: 'OVSX_PAT' },
];

/** Everything that speaks against publishing, in words; empty: nothing does. */
export function objections(standing: Standing): readonly string[] {
	const { version, repository, changelog, uncommitted, tags, environment } = standing;
	const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}]`));
	const checks: readonly (readonly [holds: boolean, otherwise: string])[] = [
		[/^\d+\.\d+\.\d+$/.test(version), `The version ${version} is not of the form 1.2.3.`],
		[uncommitted === '', `Not everything is committed:\n${uncommitted.trimEnd()}`],
		[tags.includes(`v${version}`), `The commit has no tag v${version}.`],
		[heading !== undefined, `CHANGELOG.md has no entry [${version}].`],
		[
			heading === undefined || / - \d{4}-\d{2}-\d{2}$/.test(heading),
			`The entry [${version}] of CHANGELOG.md has no date.`,
		],
		[
			repository !== undefined,
			'package.json names no repository, so that pictures and links of the README lead nowhere in a marketplace.',
		],
		...marketplaces.map(({ name, token }) => [Boolean(environment[token]), `${token} is not set: ${name}.`] as const),
	];
	return checks.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);
}
