import { homedir } from 'node:os';

/** With `~` for the user’s home, as people write it. */
export function shownFiles(files: readonly string[]): string {
	const home = homedir();
	return files.map((file) => (file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file)).join(', ');
}
