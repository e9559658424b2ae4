import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { matchesGlob, resolve } from 'node:path';
import { agentOnFailures, folderRules } from '../src/core/agent.ts';
import { ownVendor } from '../src/core/provider.ts';
import { capabilities, type Reach, reaches } from '../src/core/request.ts';
import {
	consents,
	defaults,
	onFailures,
	onRefusals,
	parseSettings,
	settingKeys,
	workspaceSettingKeys,
} from '../src/core/settings.ts';
import { strategies } from '../src/core/strategy.ts';
import { chatCommands, otherChatCommands } from '../src/editor/chatCommands.ts';
import { commandIds } from '../src/editor/commandIds.ts';
import { manifest, readText } from './support/manifest.ts';

const { commands, keybindings, menus, submenus, configuration, views, viewsContainers } = manifest.contributes;
const shownViews = Object.values(views).flat();
const settings = configuration.properties;
const prefix = 'switchyard.';

/** The setting of this name; a missing one fails the test. */
function setting(key: string): (typeof settings)[string] {
	const found = settings[prefix + key];
	assert.ok(found, key);
	return found;
}

describe('the commands of the manifest', () => {
	it('are those that are registered', () => {
		assert.deepEqual(commands.map(({ command }) => command).sort(), [...commandIds].sort());
	});

	it('stand under one category, each with a title of its own', () => {
		assert.deepEqual(
			commands.filter(({ category }) => category !== 'Switchyard'),
			[],
		);
		assert.equal(new Set(commands.map(({ title }) => title)).size, commands.length);
	});

	const titles: Readonly<Record<string, string>> = {
		'switchyard.generate': 'Generate Code…',
		'switchyard.edit': 'Edit Selection…',
		'switchyard.fix': 'Fix Problems',
		'switchyard.delegate': 'Delegate Task to an Agent…',
		'switchyard.ask': 'Ask…',
		'switchyard.selectProvider': 'Select Provider…',
		'switchyard.nextProvider': 'Try Next Provider',
		'switchyard.cancel': 'Cancel Route',
		'switchyard.exportRouteLog': 'Export Route Log…',
		'switchyard.explainRoute': 'Why This Provider?',
		'switchyard.showRoutes': 'Show Routes',
	};
	for (const [id, title] of Object.entries(titles)) {
		it(`call ${id} “${title}”`, () => {
			assert.equal(commands.find(({ command }) => command === id)?.title, title);
		});
	}

	it('are all that menus name, and so are the submenus', () => {
		const items = Object.values(menus).flat();
		const known = { command: commands.map(({ command }) => command), submenu: submenus.map(({ id }) => id) };
		assert.deepEqual(
			items.filter(({ command, submenu }) =>
				command === undefined ? !known.submenu.includes(submenu ?? '') : !known.command.includes(command),
			),
			[],
		);
	});

	it('are in the editor menu under one submenu', () => {
		assert.deepEqual(
			menus['editor/context']?.map(({ submenu }) => submenu),
			['switchyard.editor'],
		);
		assert.deepEqual(submenus, [{ id: 'switchyard.editor', label: 'Switchyard' }]);
		assert.ok((menus['switchyard.editor'] ?? []).length > 0);
	});

	it('delegate from the explorer and from source control', () => {
		for (const menu of ['explorer/context', 'scm/title']) {
			assert.equal(menus[menu]?.[0]?.command, 'switchyard.delegate');
		}
	});

	it('look at what is not committed from source control', () => {
		const inSourceControl = menus['scm/title']?.map(({ command }) => command) ?? [];
		assert.deepEqual(inSourceControl.slice(1), ['switchyard.review', 'switchyard.securityAudit']);
	});

	it('depend on no state but what the extension sets, and on no view but those that are contributed', () => {
		const clauses = [
			...commands.map(({ enablement }) => enablement),
			...Object.values(menus)
				.flat()
				.map(({ when }) => when),
			...shownViews.map(({ when }) => when),
			...keybindings.map(({ when }) => when),
		];
		const read = clauses.flatMap((clause) => [...(clause ?? '').matchAll(/switchyard[.-]\w+/g)].map(([name]) => name));
		const setting = ['src/window.ts', 'src/editor/changesView.ts'].map(readText).join('');
		const set = [...setting.matchAll(/'setContext', '([^']+)'/g)].map(([, name]) => name);
		const scheme = /answerScheme = '([^']+)'/.exec(readText('src/editor/documents.ts'))?.[1];
		const named = shownViews.map(({ id }) => id).filter((id) => read.includes(id));
		assert.deepEqual([...new Set(read)].sort(), [...set, scheme, ...named].sort());
	});

	it('that are about a row or an answer of a view are not in the palette', () => {
		const palette = menus['commandPalette'] ?? [];
		const hidden = palette.filter(({ when }) => when === 'false').map(({ command }) => command);
		// What can be done with a route means the current one when it is called from elsewhere.
		const inViews = ['view/title', 'view/item/context']
			.flatMap((menu) => menus[menu] ?? [])
			.filter(({ when }) => when?.includes('switchyard.routes') !== true);
		const shown = inViews.map(({ command }) => command).filter((command) => !hidden.includes(command));
		assert.deepEqual(shown, []);
	});
});

describe('the keybindings of the manifest', () => {
	/** Those that mean a row, and take nothing from anybody while no row has the focus. */
	const ofRows = keybindings.filter(({ args }) => args === 'selected');
	const others = keybindings.filter((each) => !ofRows.includes(each));

	it('call commands that there are, each with keys of its own after one beginning', () => {
		const ids: readonly string[] = commandIds;
		assert.deepEqual(
			keybindings.filter(({ command }) => !ids.includes(command)),
			[],
		);
		assert.equal(new Set(keybindings.map(({ key }) => key)).size, keybindings.length);
		for (const { key, mac } of others) {
			assert.match(key, /^ctrl\+alt\+j [a-z]$/);
			assert.equal(mac, key.replace('ctrl', 'cmd'));
		}
	});

	it('that mean a row of a view hold only where one of its rows has the focus', () => {
		assert.ok(ofRows.length > 0);
		for (const { when, key } of ofRows) {
			assert.equal(when, 'focusedView == switchyard.routes && listFocus && !inputFocus', key);
		}
	});

	it('stand in the README, with what they do', () => {
		const readme = readText('README.md');
		for (const { key } of others) {
			assert.ok(readme.includes(`\`${key.slice(-1).toUpperCase()}\``), key);
		}
		for (const { key } of ofRows) {
			const written = key.replace(/(?:^|\+)[a-z]/g, (part) => part.toUpperCase());
			assert.ok(readme.includes(`\`${written}\``), written);
		}
	});
});

describe('the walkthrough of the manifest', () => {
	const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
	const known = new Set<string>(commandIds);

	it('shows pictures that are there, each told in words too', () => {
		for (const { media } of steps) {
			assert.ok(existsSync(resolve(media.svg)), media.svg);
			assert.ok(media.altText.length > 20);
		}
	});

	it('calls commands that are there, and is done by them', () => {
		for (const { id, description, completionEvents } of steps) {
			const called = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command = '']) => command);
			const completing = completionEvents.map((event) => event.replace('onCommand:', ''));
			assert.deepEqual(
				[...called, ...completing].filter((command) => !known.has(command)),
				[],
			);
			assert.ok(called.length > 0 && called.every((command) => completing.includes(command)), id);
		}
	});

	it('draws in the colours of the theme, and holds nothing that runs or is loaded', () => {
		for (const { media } of steps) {
			const drawn = readText(media.svg);
			assert.match(drawn, /var\(--vscode-foreground/);
			assert.doesNotMatch(drawn, /<script|<image|href|url\((?!#)/);
		}
	});
});

describe('the chat of the manifest', () => {
	const { chatParticipants, languageModelChatProviders } = manifest.contributes;

	it('has one participant, whose slash commands are those that are answered', () => {
		const [participant, ...others] = chatParticipants;
		assert.deepEqual(others, []);
		assert.equal(participant?.name, 'switchyard');
		assert.match(readText('src/editor/lateChat.ts'), new RegExp(`createChatParticipant\\('${participant.id}'`));
		const answered = [...Object.keys(chatCommands), ...otherChatCommands];
		assert.deepEqual(
			participant.commands.map(({ name }) => name),
			answered,
		);
		assert.ok(participant.commands.every(({ description }) => description !== ''));
	});

	it('offers models under the vendor that is never asked', () => {
		assert.deepEqual(
			languageModelChatProviders.map(({ vendor }) => vendor),
			[ownVendor],
		);
	});
});

describe('the views of the manifest', () => {
	it('stand in containers that are contributed, each with an icon that is there', () => {
		const known = Object.values(viewsContainers).flat();
		assert.deepEqual(Object.keys(views).sort(), known.map(({ id }) => id).sort());
		for (const { icon } of [...known, ...shownViews]) {
			assert.ok(
				icon === undefined || icon.startsWith('$(') || existsSync(resolve(import.meta.dirname, '..', icon)),
				icon,
			);
		}
	});

	it('are those that are drawn', () => {
		const drawn = readdirSync(resolve(import.meta.dirname, '../src/editor')).flatMap((file) => [
			...readText(`src/editor/${file}`).matchAll(/createTreeView(?:<\w+>)?\('([^']+)'/g),
		]);
		assert.deepEqual(drawn.map(([, id]) => id).sort(), shownViews.map(({ id }) => id).sort());
	});
});

describe('the settings of the manifest', () => {
	it('are those that are read', () => {
		const read = [...settingKeys, ...workspaceSettingKeys].map((key) => prefix + key);
		assert.deepEqual(Object.keys(settings).sort(), read.sort());
	});

	it('have the defaults that hold without them', () => {
		for (const key of settingKeys) {
			const value = setting(key).default;
			assert.notEqual(value, undefined, key);
			const { good, problems } = parseSettings({ user: { [key]: value }, workspace: {} }, defaults);
			assert.deepEqual(problems, []);
			assert.deepEqual(good[key], defaults[key], key);
		}
	});

	it('give a folder no default of its own, which would narrow every request', () => {
		for (const key of workspaceSettingKeys) {
			assert.equal(setting(key).default, undefined);
		}
	});

	it('can be set by a folder only where they narrow', () => {
		const narrowing = workspaceSettingKeys.map((key) => prefix + key);
		const open = Object.entries(settings).filter(([, { scope }]) => scope !== 'application' && scope !== 'machine');
		assert.deepEqual(open.map(([name]) => name).sort(), narrowing.sort());
		assert.deepEqual([...new Set(open.map(([, { scope }]) => scope))], ['resource']);
	});

	it('belong to the user on every machine, but for the programs of agents, which are of one machine', () => {
		for (const key of settingKeys) {
			assert.equal(setting(key).scope, key === 'agents' ? 'machine' : 'application', key);
		}
	});

	const words: Readonly<Record<string, readonly (string | null)[]>> = {
		'routing.strategy': strategies,
		'routing.onFailure': onFailures,
		'routing.onRefused': onRefusals,
		'agents.onFailure': [...agentOnFailures, null],
		consent: consents,
		reach: reaches,
		'workspace.reach': reaches,
	};
	for (const [key, known] of Object.entries(words)) {
		it(`offer for ${key} just the values that are known, each described`, () => {
			assert.deepEqual(setting(key).enum, known);
			assert.equal(setting(key).enumDescriptions?.length, known.length);
		});
	}

	for (const key of settingKeys.filter((each) => setting(each).maximum !== undefined)) {
		it(`have the bounds for ${key} that are checked`, () => {
			const { minimum = Number.NaN, maximum = Number.NaN } = setting(key);
			const valid = (value: number) =>
				parseSettings({ user: { [key]: value }, workspace: {} }, defaults).problems.length === 0;
			assert.deepEqual([minimum - 1, minimum, maximum, maximum + 1].map(valid), [false, true, true, false]);
			assert.equal(valid(minimum + 0.5), [setting(key).type].flat().includes('number'));
		});
	}

	it('have bounds for everything that is counted', () => {
		const counted = settingKeys.filter((key) =>
			[setting(key).type].flat().some((type) => type === 'number' || type === 'integer'),
		);
		assert.equal(counted.length, 7);
		assert.deepEqual(
			counted.filter((key) => setting(key).minimum === undefined || setting(key).maximum === undefined),
			[],
		);
	});

	it('offer chains for just the capabilities that are known, none of them empty', () => {
		const { properties = {}, additionalProperties } = setting('routing.chains');
		assert.deepEqual(Object.keys(properties), capabilities);
		assert.equal(additionalProperties, false);
		assert.deepEqual(
			Object.values(properties).filter(({ type, minItems }) => type !== 'array' || minItems !== 1),
			[],
		);
	});

	it('offer for ignored folders just the rules that are known, each described', () => {
		const rules = setting('isolation.ignoredFolders').additionalProperties;
		assert.ok(typeof rules === 'object');
		assert.deepEqual(rules.enum, folderRules);
		assert.equal(rules.enumDescriptions?.length, folderRules.length);
		assert.match(rules.enumDescriptions[folderRules.indexOf('link')] ?? '', /write through/);
	});

	it('let a folder narrow the reach with every value that is offered', () => {
		const reach = (value: unknown) => parseSettings({ user: {}, workspace: { 'workspace.reach': value } }, defaults);
		for (const value of setting('workspace.reach').enum ?? []) {
			assert.deepEqual(reach(value).problems, []);
			assert.equal(reach(value).settings.reach, value as Reach);
		}
	});
});

describe('the rest of the manifest', () => {
	it('starts the extension when the window is ready, and at no other time', () => {
		assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
	});

	it('says that it does less in a folder that is not trusted, and takes no settings of it', () => {
		const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
		assert.equal(supported, 'limited');
		assert.deepEqual([...restrictedConfigurations].sort(), workspaceSettingKeys.map((key) => prefix + key).sort());
	});

	it('starts what the build makes', () => {
		const bundles = [
			...readText('scripts/bundle/extension.ts').matchAll(/alone = \['src\/(\w+)\.ts'|`\$\{name\}(\.\w+)`/g),
		];
		const [start] = bundles.flatMap(([, name]) => name ?? []);
		const [ending] = bundles.flatMap(([, , last]) => last ?? []);
		const folder = /mkdirSync\('(\w+)'/.exec(readText('esbuild.mjs'))?.[1];
		assert.equal(manifest.main, `./${folder}/${start}${ending}`);
	});

	it('asks for the editor whose types the sources are checked with', () => {
		assert.equal(manifest.engines['vscode'], `^${manifest.devDependencies['@types/vscode']}`);
	});

	const packed: Readonly<Record<string, boolean>> = {
		'package.json': true,
		'package.nls.json': true,
		'package.nls.de.json': true,
		'l10n/bundle.l10n.json': true,
		'l10n/bundle.l10n.de.json': true,
		'README.md': true,
		'CHANGELOG.md': true,
		LICENSE: true,
		'dist/extension.cjs': true,
		'dist/window.cjs': true,
		'dist/agents.cjs': true,
		'dist/review.cjs': true,
		'media/icon.png': true,
		'media/switchyard.svg': true,
		'src/extension.ts': false,
		'src/core/decide.ts': false,
		'test/run.ts': false,
		'test/agents/package.json': false,
		'out/editor/index.cjs': false,
		'node_modules/openai/package.json': false,
		'docs/ARCHITECTURE.md': false,
		'tsconfig.json': false,
	};
	for (const [file, included] of Object.entries(packed)) {
		it(`${included ? 'packs' : 'leaves out'} ${file}`, () => {
			assert.equal(isPacked(file), included);
		});
	}
});

/** As `vsce` reads it: a line with "!" brings back what any other line leaves out. */
function isPacked(file: string): boolean {
	const lines = readText('.vscodeignore')
		.split('\n')
		.filter((line) => line !== '');
	const ignored = lines.filter((line) => !line.startsWith('!'));
	const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
	return !ignored.some((line) => matchesGlob(file, line)) || kept.some((line) => matchesGlob(file, line));
}
