import tseslint from 'typescript-eslint';

export default tseslint.config(
	{
		ignores: [
			'dist/',
			'out/',
			'test/out/',
			'test/host/',
			'test/fixtures/',
			'test/agents/node_modules/',
			'scripts/mutation/node_modules/',
			'scripts/package/node_modules/',
			'.switchyard/',
			'**/*.mjs',
		],
	},
	...tseslint.configs.strictTypeChecked,
	...tseslint.configs.stylisticTypeChecked,
	{
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-import-type-side-effects': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
			],
			// Numbers in messages are plain to read; anything else in a template is a mistake.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			// `for (;;)` and `while (true)` say what they do.
			'@typescript-eslint/no-unnecessary-condition': [
				'error',
				{ allowConstantLoopConditions: 'only-allowed-literals' },
			],
			// Brackets mark a name that comes from outside: an environment variable, a field of unknown JSON.
			'@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
			eqeqeq: 'error',
		},
	},
	{
		// Mocha's functions return promises that it awaits itself; a test may state what it knows to be there.
		files: ['test/**/*.ts'],
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-empty-function': 'off',
			'@typescript-eslint/require-await': 'off',
		},
	},
);
