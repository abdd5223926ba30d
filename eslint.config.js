import wordpress from '@wordpress/eslint-plugin';

/** Imports point one way; who stands lower knows nothing of who stands higher. */
const ORDER = [ 'protocol', 'client', 'react', 'components', 'editor' ];

const oneWay = ORDER.map( ( folder, at ) => ( {
	target: `./src/${ folder }`,
	from: [
		...ORDER.slice( at + 1 ).map( ( higher ) => `./src/${ higher }` ),
		'./mocks',
		'./stories',
	],
	message: `src/${ folder } may import only what stands before it: ${ ORDER.join( ' ← ' ) }.`,
} ) );

export default [
	{
		ignores: [
			'dist/',
			'examples/*/build/',
			'plugin/',
			'storybook-static/',
			'docs-static/',
			'test-results/',
			'.storybook/public/',
		],
	},
	...wordpress.configs.recommended,
	{
		files: [ '**/*.{ts,tsx}' ],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			// TypeScript asks for brackets where a key may be missing.
			'dot-notation': 'off',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},
	{
		rules: {
			'import/no-restricted-paths': [
				'error',
				{
					zones: [
						...oneWay,
						{
							target: './mocks',
							from: ORDER.slice( 1 ).map(
								( folder ) => `./src/${ folder }`
							),
							message: 'mocks/ may import src/protocol alone.',
						},
					],
				},
			],
			// TypeScript resolves the imports, with their .ts endings.
			'import/no-unresolved': 'off',
			'import/no-extraneous-dependencies': 'off',
			// Types are in the signature.
			'jsdoc/require-param-type': 'off',
			'jsdoc/require-returns-type': 'off',
			'jsdoc/require-param': 'off',
			'jsdoc/require-returns': 'off',
			'jsdoc/check-param-names': 'off',
			'jsdoc/check-line-alignment': 'off',
			'jsdoc/no-undefined-types': 'off',
			// An early return that leaves a listener unregistered is what is wanted.
			'@wordpress/no-unused-vars-before-return': 'off',
		},
	},
];
