import assert from 'node:assert/strict';
import { defaults, parseSettings, type RawSettings } from '../../../src/core/settings.ts';
import { staysWithin } from '../../../src/core/request.ts';
import { attackOf, layAttack, settingsIn } from '../../support/hostile.ts';
import { manifest } from '../../support/manifest.ts';

const prefix = 'switchyard.';
const api = (id: string, different: object = {}) => ({
	id,
	kind: 'openai',
	baseUrl: `https://${id}.example/v1`,
	model: id,
	...different,
});
const user: RawSettings['user'] = {
	providers: [
		api('alpha', { profiles: [{ name: 'test', keyFrom: 'env:KEY_ALPHA' }] }),
		api('local', { reach: 'private' }),
	],
	reach: 'private',
	'routing.maxAttempts': 2,
	consent: 'never-cross',
};

/** What an attack sets, by names as the settings of the user have them. */
function setBy(attack: string, file?: string): Readonly<Record<string, unknown>> {
	const settings = settingsIn(layAttack(attack), file);
	return Object.fromEntries(
		Object.entries(settings).flatMap(([key, value]) =>
			key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
		),
	);
}

const attacks: readonly (readonly [attack: string, file?: string])[] = [
	['settings-that-redirect-keys'],
	['settings-that-run-programs'],
	['settings-that-loosen'],
	['workspace-file', 'hostile.code-workspace'],
	['workspace-file', 'inner/.vscode/settings.json'],
];

for (const [attack, file] of attacks) {
	describe(`${attack}${file === undefined ? '' : `, ${file}`}: ${attackOf(attack).what}`, () => {
		it('changes no provider, no program, no rule and no bound of the user, and widens nothing', () => {
			const plain = parseSettings({ user, workspace: {} }, defaults).settings;
			const { settings } = parseSettings({ user, workspace: setBy(attack, file) }, defaults);
			const { providers, reach, ...rest } = settings;
			const { providers: own, reach: widest, ...usual } = plain;
			assert.deepEqual(rest, usual);
			assert.ok(staysWithin(reach, widest));
			for (const provider of providers) {
				assert.deepEqual(
					provider,
					own.find(({ id }) => id === provider.id),
				);
			}
		});

		it('sets nothing that VS Code itself would take from a folder, but what narrows', () => {
			const { properties } = manifest.contributes.configuration;
			const scopes = Object.keys(setBy(attack, file)).map((key) => [key, properties[prefix + key]?.scope ?? 'unknown']);
			assert.deepEqual(
				scopes.filter(
					([key, scope]) =>
						!['application', 'machine', 'unknown'].includes(scope ?? '') && !key?.startsWith('workspace.'),
				),
				[],
			);
			assert.ok(scopes.length > 0);
		});
	});
}

describe('a folder that is not trusted', () => {
	it('has its settings left alone by VS Code too, and the extension says what holds there', () => {
		const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
		assert.equal(untrustedWorkspaces.supported, 'limited');
		assert.equal(virtualWorkspaces.supported, 'limited');
		const ofFolders = Object.entries(manifest.contributes.configuration.properties)
			.filter(([, { scope }]) => scope === 'resource' || scope === 'window' || scope === 'machine-overridable')
			.map(([key]) => key);
		assert.deepEqual([...untrustedWorkspaces.restrictedConfigurations].sort(), ofFolders.sort());
		assert.deepEqual(manifest.extensionKind, ['workspace']);
	});
});
