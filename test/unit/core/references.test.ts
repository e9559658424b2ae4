import assert from 'node:assert/strict';
import { resolveReference } from '../../../src/core/references.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';

const own = [
	{ id: 'a', kind: 'openai', model: 'm', baseUrl: 'https://api.example/v1' },
	{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
];

function parsed(different: Record<string, unknown>) {
	const { settings, problems } = parseSettings({ user: { providers: own, ...different }, workspace: {} }, defaults);
	return { ...settings, problems: problems.map(({ path, message }) => `${path}: ${message}`) };
}

describe('a reference to a provider', () => {
	const providers = [
		{ id: 'a', model: 'vendor/m' },
		{ id: 'codex', model: null },
	];
	const resolve = (reference: string) => {
		const resolved = resolveReference(reference, { providers, aliases: { quick: 'a', own: 'codex', ghost: 'x' } });
		return resolved.ok ? resolved.id : resolved.message;
	};

	it('[R18] is an alias, an id, or an id with its model', () => {
		for (const reference of ['a', ' a ', 'quick', ' quick ', 'a/vendor/m']) {
			assert.equal(resolve(reference), 'a');
		}
		assert.equal(resolve('own'), 'codex');
	});

	it('[R18] that names nothing else is an error, never another provider', () => {
		assert.equal(resolve('b'), 'no provider has the id "b"');
		assert.equal(resolve('ghost'), 'no provider has the id "x"');
		assert.equal(resolve('toString'), 'no provider has the id "toString"');
		assert.equal(resolve('/m'), 'no provider has the id "/m"');
		assert.equal(resolve('ax'), 'no provider has the id "ax"');
		assert.equal(resolve('b/m'), 'no provider has the id "b/m"');
		assert.equal(resolve('a/other'), 'provider "a" is set up with the model "vendor/m", not "other"');
		assert.equal(resolve('codex/m'), 'provider "codex" is set up with no model, not "m"');
	});
});

describe('aliases in the settings', () => {
	it('[R18] [R1] stand for providers in chains, where each provider counts once', () => {
		const settings = parsed({
			'routing.aliases': { quick: ' a ', slow: 'codex', exact: 'a/m' },
			'routing.chains': { testing: ['quick', ' a ', 'exact', 'slow'], debugging: ['slow'] },
		});
		assert.deepEqual(settings.aliases, { quick: 'a', slow: 'codex', exact: 'a' });
		assert.deepEqual(settings.chains, { testing: ['a', 'codex'], debugging: ['codex'] });
		assert.deepEqual(settings.problems, []);
	});

	it('[R18] that name nobody are reported and left out, and those of other aliases too', () => {
		const settings = parsed({
			'routing.aliases': { quick: 'a', gone: 'b', twice: 'quick' },
			'routing.chains': { testing: ['gone', 'quick'], debugging: ['twice'] },
		});
		assert.deepEqual(settings.aliases, { quick: 'a' });
		assert.deepEqual(settings.chains, { testing: ['a'] });
		assert.deepEqual(settings.problems, [
			'switchyard.routing.aliases.gone: no provider has the id "b"',
			'switchyard.routing.aliases.twice: no provider has the id "quick"',
			'switchyard.routing.chains.testing[0]: no provider has the id "gone"',
			'switchyard.routing.chains.debugging[0]: no provider has the id "twice"',
		]);
	});

	const rule = 'use letters, digits, ".", "_" and "-" for the name of an alias';
	const wrong: readonly (readonly [aliases: unknown, problem: string])[] = [
		['quick', ': expected an object with the id of a provider for each alias'],
		[{ 'my model': 'a' }, `.my model: ${rule}`],
		[{ '-x': 'a' }, `.-x: ${rule}`],
		[{ 'x!': 'a' }, `.x!: ${rule}`],
		[{ quick: 5 }, '.quick: expected the id of a provider, or its id and model as "id/model"'],
		[{ quick: '' }, '.quick: expected the id of a provider, or its id and model as "id/model", got an empty text'],
	];
	for (const [aliases, problem] of wrong) {
		it(`[T25] [R18] cannot be ${JSON.stringify(aliases)}`, () => {
			const settings = parsed({ 'routing.aliases': aliases });
			assert.deepEqual(settings.problems, [`switchyard.routing.aliases${problem}`]);
			assert.deepEqual(settings.aliases, {});
		});
	}

	it('[R18] have names of letters, digits and a few signs', () => {
		const names = { a: 'a', 'gpt-5.5_x': 'a', '9': 'a', [`x${'y'.repeat(63)}`]: 'a' };
		assert.deepEqual(parsed({ 'routing.aliases': names }).aliases, names);
	});
});
