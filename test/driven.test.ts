import assert from 'node:assert/strict';
import { manifest, readText } from './support/manifest.ts';

/** The file of `test/ui` in which a person calls each command from the palette. */
const fromPalette: Readonly<Record<string, string>> = {
	'switchyard.generate': 'failover',
	'switchyard.edit': 'answers',
	'switchyard.fix': 'code',
	'switchyard.refactor': 'tour',
	'switchyard.optimize': 'tour',
	'switchyard.document': 'tour',
	'switchyard.writeTests': 'code',
	'switchyard.explain': 'unanswered',
	'switchyard.review': 'code',
	'switchyard.securityAudit': 'tour',
	'switchyard.clearFindings': 'code',
	'switchyard.delegate': 'changes',
	'switchyard.race': 'race',
	'switchyard.ask': 'exportLog',
	'switchyard.nextProvider': 'consent',
	'switchyard.cancel': 'cancel',
	'switchyard.acceptAnswer': 'answers',
	'switchyard.discardAnswer': 'answers',
	'switchyard.showAnswer': 'tourCommands',
	'switchyard.selectProvider': 'switcher',
	'switchyard.addProvider': 'addProvider',
	'switchyard.importProviders': 'addProvider',
	'switchyard.testProvider': 'addProvider',
	'switchyard.setReach': 'tourCommands',
	'switchyard.setConsent': 'tourCommands',
	'switchyard.openWalkthrough': 'walkthrough',
	'switchyard.detectProviders': 'tourCommands',
	'switchyard.setKey': 'movedKeys',
	'switchyard.removeKey': 'keys',
	'switchyard.explainRoute': 'why',
	'switchyard.showTimeline': 'tourCommands',
	'switchyard.replayRoute': 'tourCommands',
	'switchyard.retryRoute': 'tourCommands',
	'switchyard.retryRouteWith': 'tourCommands',
	'switchyard.copyRouteCause': 'tourCommands',
	'switchyard.forgetRoute': 'tourCommands',
	'switchyard.clearRoutes': 'routeActions',
	'switchyard.showStatistics': 'statistics',
	'switchyard.resetStatistics': 'tourCommands',
	'switchyard.showContext': 'context',
	'switchyard.resetCooldowns': 'tourCommands',
	'switchyard.showLog': 'tourCommands',
	'switchyard.showRoutes': 'routes',
	'switchyard.exportRouteLog': 'exportLog',
};

/** The same for the rows of the switcher that call a command, by how the row begins. */
const fromSwitcher: Readonly<Record<string, string>> = {
	'Try Next Provider': 'tourCommands',
	'Cancel Route': 'tourCommands',
	'Show the Answer That Waits': 'tourCommands',
	'Add Provider…': 'tourCommands',
	'Detect Providers…': 'tourCommands',
	'Reset Cooldowns…': 'why',
	'Reach:': 'switcher',
	'Consent:': 'switcher',
	'Why This Provider?': 'tourCommands',
	Statistics: 'tourCommands',
	'Show Log': 'tourCommands',
	Settings: 'tourCommands',
};

const { commands, menus } = manifest.contributes;
const uiTest = (name: string) => readText(`test/ui/${name}.test.ts`);

/** What a test types or clicks may leave out the end of a title. */
const begun = (title: string) => title.replace(/( to an Agent)?…$/, '');

function titleOf(command: string | undefined): string {
	const found = commands.find((each) => each.command === command);
	assert.ok(found, command);
	return begun(found.title);
}

/** Whether one of these stands in the test before the title, as what calls it. */
function calls(test: string, before: readonly string[], title: string): boolean {
	return before.some((part) => test.includes(`${part}${title}`));
}

describe('what people can call', () => {
	it('is called from the palette in a test of the workbench, whatever the palette shows', () => {
		const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
		const shown = commands.filter(({ command }) => !hidden.some((each) => each.command === command));
		assert.deepEqual(
			Object.keys(fromPalette),
			shown.map(({ command }) => command),
		);
		const before = ["palette('Switchyard: ", "command('Switchyard: ", "run('", "fromPalette('", "'>Switchyard: "];
		const tables = ["title: '", "\t['"];
		const lacking = Object.entries(fromPalette).filter(([command, file]) => {
			const test = uiTest(file);
			const driven = test.includes('palette(`Switchyard: ${title}`)') ? [...before, ...tables] : before;
			return !calls(test, driven, titleOf(command));
		});
		assert.deepEqual(lacking, []);
	});

	it('is called from the context menu of the editor, every entry of it', () => {
		const test = uiTest('tour');
		const entries = (menus['switchyard.editor'] ?? []).map(({ command }) => titleOf(command));
		assert.ok(entries.length > 10);
		const before = ["{ title: '", "contextMenu('Switchyard', '"];
		assert.deepEqual(
			entries.filter((title) => !calls(test, before, title)),
			[],
		);
	});

	it('is called from the switcher, every row of it that calls a command', () => {
		const rows = [...readText('src/editor/switcherItems.ts').matchAll(/run\('[\w-]+', vscode\.l10n\.t\('([^'{]+)/g)];
		const labels = rows.map(([, label = '']) => label.trim());
		assert.deepEqual(labels, Object.keys(fromSwitcher));
		const before = ["fromSwitcher('", "choose('", "input.fill('"];
		assert.deepEqual(
			Object.entries(fromSwitcher).filter(([label, file]) => !calls(uiTest(file), before, begun(label))),
			[],
		);
	});

	it('stands in the README', () => {
		const readme = readText('README.md');
		const hidden = (menus['commandPalette'] ?? []).map(({ command }) => command);
		const lacking = commands.filter(({ command, title }) => {
			return !(readme.includes(`\`${command}\``) && readme.includes(title)) && !hidden.includes(command);
		});
		assert.deepEqual(lacking, []);
	});
});
