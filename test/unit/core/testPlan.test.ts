import assert from 'node:assert/strict';
import { isTest, tellingFiles, type TestPlan, testPlan } from '../../../src/core/testPlan.ts';

const plan = (file: string, files: Readonly<Record<string, string>>): TestPlan =>
	testPlan(file, { paths: [file, ...Object.keys(files)], text: (path) => files[path] ?? null });

describe('a plan for tests', () => {
	const vitest = '{ "devDependencies": { "vitest": "4.0.0" } }';

	it('extends the tests that a file has, in the framework of its package', () => {
		const files = { 'package.json': vitest, 'src/cart.test.ts': '', 'src/user.test.ts': '' };
		assert.deepEqual(plan('src/cart.ts', files), {
			framework: 'vitest',
			because: 'package.json',
			testFile: 'src/cart.test.ts',
			exists: true,
			neighbour: 'src/user.test.ts',
		});
	});

	const places: readonly (readonly [string, Readonly<Record<string, string>>, string | null, string])[] = [
		['src/cart.ts', { 'package.json': vitest, 'src/user.spec.ts': '' }, 'vitest', 'src/cart.spec.ts'],
		['src/cart.ts', { 'package.json': '{ "scripts": { "test": "node --test" } }' }, 'node:test', 'src/cart.test.ts'],
		['src/shop/Cart.tsx', { 'src/shop/__tests__/User.tsx': '' }, null, 'src/shop/__tests__/Cart.tsx'],
		['src/shop/cart.ts', { 'test/user/name.test.ts': '' }, null, 'test/shop/cart.test.ts'],
		[
			'src/shop/cart.ts',
			{ 'test/unit/user/name.test.ts': '', 'src/user/name.ts': '' },
			null,
			'test/unit/shop/cart.test.ts',
		],
		['src/shop/cart.ts', { 'test/user.test.ts': '' }, null, 'test/cart.test.ts'],
		['app/cart.py', { 'pyproject.toml': '[tool.pytest.ini_options]' }, 'pytest', 'tests/test_cart.py'],
		['app/cart.py', { 'tests/test_user.py': '' }, 'unittest', 'tests/test_cart.py'],
		['shop/cart.go', { 'go.mod': 'module shop' }, 'go test', 'shop/cart_test.go'],
		[
			'src/main/java/shop/Cart.java',
			{ 'pom.xml': '<artifactId>junit-jupiter</artifactId>' },
			'JUnit',
			'src/test/java/shop/CartTest.java',
		],
		['lib/cart.rb', { Gemfile: "gem 'rspec'" }, 'RSpec', 'spec/cart_spec.rb'],
		['src/cart.rs', { 'Cargo.toml': '' }, 'cargo test', 'tests/cart.rs'],
		['cart.ts', {}, null, 'cart.test.ts'],
		['cart.xyz', { 'package.json': vitest }, null, 'cart.test.xyz'],
	];
	for (const [file, files, framework, testFile] of places) {
		it(`puts those of ${file} into ${testFile}, beside ${Object.keys(files).join(', ') || 'nothing'}`, () => {
			const { exists, ...planned } = plan(file, files);
			assert.deepEqual([planned.framework, planned.testFile, exists], [framework, testFile, false]);
		});
	}

	it('goes by the package that is nearest to the file, and by its language', () => {
		const files = {
			'package.json': '{ "devDependencies": { "mocha": "11" } }',
			'web/package.json': vitest,
			'pytest.ini': '',
		};
		assert.equal(plan('web/src/cart.ts', files).framework, 'vitest');
		assert.equal(plan('tools/cart.ts', files).framework, 'mocha');
		assert.equal(plan('tools/cart.py', files).framework, 'pytest');
	});

	it('asks for the texts that may tell, and for no other', () => {
		assert.deepEqual(tellingFiles(['package.json', 'src/cart.ts', 'jest.config.js', 'Gemfile', '.env']), [
			'package.json',
			'Gemfile',
		]);
	});

	it('knows a test by its name or its folder', () => {
		for (const path of ['a.test.ts', 'test_a.py', 'a_test.go', 'ATest.java', '__tests__/a.js', 'a_spec.rb']) {
			assert.ok(isTest(path), path);
		}
		for (const path of ['a.ts', 'contest.py', 'latest.go', 'test/helper.ts']) {
			assert.ok(!isTest(path), path);
		}
	});
});
