/**
 * TypeScript's strictest rules for what ships, and for tests those against claims that nothing checks;
 * n8n wants its own eslint.config.mjs left as it is. Comments switch nothing off (`npm run lint`).
 */
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{
		files: ['{nodes,credentials,build}/**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			// What was caught or aborted is passed on as it is.
			'@typescript-eslint/prefer-promise-reject-errors': [
				'error',
				{ allowThrowingAny: true, allowThrowingUnknown: true },
			],
			// An async function without await still promises to reject and never to throw.
			'@typescript-eslint/require-await': 'off',
			// Cells and headers hold anything, and an error's own fields are facts to be passed on.
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/no-misused-spread': 'off',
		},
	},
	{
		files: ['{test,scripts}/**/*.ts'],
		extends: [tseslint.configs.base],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
		},
	},
);
