import assert from 'node:assert/strict';
import { createNames, type Names } from '../../../src/core/anonymousNames.ts';

const vendor = 'https://api.vendor.example';
const own = 'https://llm.corp.internal';

/** Names that nothing was asked of yet; one vendor and one model are public. */
function names(): Names {
	return createNames({ hosts: new Set(['api.vendor.example']), knowsModel: (name) => name === 'everybodys' });
}

describe('the substitutes for names', () => {
	it('are numbered as the names are met, and the same for the same name', () => {
		const given = names();
		assert.deepEqual(
			['A_KEY', 'B_KEY', 'A_KEY'].map((each) => given.variable(each)),
			['VARIABLE_1', 'VARIABLE_2', 'VARIABLE_1'],
		);
		assert.deepEqual(
			['work', 'default', 'home', 'work'].map((each) => given.profile(each)),
			['profile-1', 'default', 'profile-2', 'profile-1'],
		);
		assert.deepEqual(
			['/opt/a', '/opt/b', '/opt/a'].map((each) => given.agent(each)),
			['agent-1', 'agent-2', 'agent-1'],
		);
		assert.deepEqual(
			[own, vendor, 'https://b.internal:8443', own].map((each) => given.endpoint(each)),
			['https://host-1.example', vendor, 'https://host-2.example:8443', 'https://host-1.example'],
		);
	});

	it('are for agents that are no word like any other, or look like a substitute', () => {
		const kept = ['codex', 'my-agent-7', 'agent-7b', 'agent-x', 'x'.repeat(64)];
		assert.deepEqual(
			kept.map((name) => names().agent(name)),
			kept,
		);
		for (const renamed of ['agent-7', 'agent-12', 'own agent', 'agent!', '/opt/agent', '', 'x'.repeat(65)]) {
			assert.equal(names().agent(renamed), 'agent-1', renamed);
		}
	});

	it('leave the kind of an endpoint that has no address', () => {
		const given = names();
		assert.deepEqual(
			['agent-cli:codex', 'vscode-lm:copilot', 'openai:a', 'acp:gemini', 'acp:own agent'].map((each) =>
				given.endpoint(each),
			),
			['agent-cli:codex', 'vscode-lm:copilot', 'openai:a', 'acp:gemini', 'acp:agent-1'],
		);
		for (const unheard of ['nothing', 'x-acp:gemini', 'xhttps://llm.corp.internal', '']) {
			assert.equal(names().endpoint(unheard), 'acp:agent-1', unheard);
		}
	});

	it('leave of an address what all of its kind have', () => {
		const given = names();
		const paths: Readonly<Record<string, string>> = {
			'/v1': '/v1',
			'/v12beta/': '/v12beta',
			'/v1beta2/openai': '/v1beta2/openai',
			'/api/v1alpha': '/api/v1alpha',
			'/xv1/v1x/apis/myapi/': '/…/…/…/…',
			'/openai-2/tenant': '/…/…',
			'': '',
		};
		for (const [path, told] of Object.entries(paths)) {
			assert.equal(given.address(vendor + path), vendor + told);
		}
		assert.equal(given.address('somewhere'), '…');
	});

	it('are for models that are somebody’s own, or look like a substitute', () => {
		const kept = ['gpt-5.5', 'my-model-3', 'model-3b', 'q:free', '9:/x', 'ab:/c', 'a.gguf-b', 'profile:x', 'soft:x'];
		const renamed = [
			'/m',
			'~/m',
			'./m',
			'\\\\host\\m',
			'C:\\m',
			'c:/m',
			'own.GGUF',
			'file:m',
			'ft:m',
			'model-3',
			'model-12',
		];
		for (const at of [vendor, 'http://localhost:1', 'agent-cli:codex']) {
			assert.deepEqual(
				kept.map((name) => names().model(at, name)),
				kept,
			);
			for (const name of renamed) {
				assert.equal(names().model(at, name), 'model-1', name);
			}
		}
	});

	it('are for every model of a server that is not public, but for those that everybody knows', () => {
		assert.equal(names().model(own, 'everybodys'), 'everybodys');
		assert.equal(names().model(own, 'default'), 'default');
		assert.equal(names().model(own, 'gpt-5.5'), 'model-1');
	});

	const accounts: Readonly<Record<string, string>> = {
		[`${vendor}#work`]: `${vendor}#profile-1`,
		[`${vendor}#default`]: `${vendor}#default`,
		[`${own}#env:OWN_KEY`]: 'https://host-1.example#env:VARIABLE_1',
		'acp:own #1#work': 'acp:agent-1#profile-1',
		'no account': 'profile-1',
	};
	for (const [account, told] of Object.entries(accounts)) {
		it(`make ${told} of the account ${account}, also in a key`, () => {
			assert.equal(names().account(account), told);
			assert.equal(names().blameKey(`profile ${account}`), `profile ${told}`);
		});
	}

	it('are the same for a variable by itself and in an account', () => {
		const given = names();
		const variables = ['A_KEY', 'OWN_KEY'].map((each) => given.variable(each));
		assert.deepEqual(
			['A_KEY', 'OWN_KEY'].map((each) => given.account(`${vendor}#env:${each}`)),
			variables.map((each) => `${vendor}#env:${each}`),
		);
	});

	it('are for each part of a key', () => {
		assert.equal(names().blameKey(`endpoint ${own}`), 'endpoint https://host-1.example');
		assert.equal(names().blameKey(`model ${own} gpt-5.5`), 'model https://host-1.example model-1');
		assert.equal(names().blameKey(`model ${vendor} gpt 5`), `model ${vendor} gpt 5`);
		assert.equal(names().blameKey(`model ${vendor}`), `model ${vendor} `);
		for (const unheard of ['something else', 'model', 'models a b', 'the model a b']) {
			assert.equal(names().blameKey(unheard), 'profile profile-1', unheard);
		}
	});

	it('know where the name of an agent ends in a key, also when it begins like another', () => {
		const given = names();
		const short = given.endpoint('acp:own agent');
		const long = given.endpoint('acp:own agent two');
		assert.notEqual(short, long);
		assert.equal(given.blameKey('model acp:own agent two m'), `model ${long} m`);
		assert.equal(given.blameKey('model acp:own agent m'), `model ${short} m`);
	});

	it('stand in a text in place of each host that was met, the longer name first', () => {
		const given = names();
		given.endpoint('https://corp');
		given.endpoint('https://corp.internal');
		assert.equal(
			given.text('CORP.internal and corp. My-corp, a.corp and corp-x are others.'),
			'host-2.example and host-1.example. My-corp, a.corp and corp-x are others.',
		);
	});
});
