/** One part of the checks; each is an npm script that can be called alone. */
export interface Part {
	readonly name: string;
	readonly script: string;
	/** What the script is called with, for one of its variants. */
	readonly args: readonly string[];
	/** Whether it runs tests, so that a run without one has failed. */
	readonly counts: boolean;
	/** What makes the runner write a JUnit report to this file. */
	readonly reportArgs: ( report: string ) => readonly string[];
	readonly env?: ( report: string ) => Readonly< Record< string, string > >;
}

const plain = ( name: string, script: string ): Part => ( {
	name,
	script,
	args: [],
	counts: false,
	reportArgs: () => [],
} );

const vitest = ( name: string, script: string ): Part => ( {
	name,
	script,
	args: [],
	counts: true,
	reportArgs: ( report ) => [
		'--reporter=default',
		'--reporter=junit',
		`--outputFile.junit=${ report }`,
	],
} );

/** Marks the tests that need dozens of processes, and whose answer depends on neither database nor version. */
const ONCE = 'once';

const phpunit = (
	name: string,
	site: readonly string[] = [],
	options: readonly string[] = []
): Part => ( {
	name,
	script: 'test:php',
	args: [ ...site, '--', ...options ],
	counts: true,
	reportArgs: ( report ) => [ '--log-junit', report ],
} );

const playwright = ( name: string, script: string ): Part => ( {
	name,
	script,
	args: [],
	counts: true,
	reportArgs: () => [ '--reporter=list,junit' ],
	env: ( report ) => ( { PLAYWRIGHT_JUNIT_OUTPUT_FILE: report } ),
} );

/**
 * The command that runs a part alone, as a person types it.
 *
 * @param part The part.
 */
export const commandOf = ( { script, args }: Part ) =>
	[ 'npm run', script, ...( args.length > 0 ? [ '--', ...args ] : [] ) ].join(
		' '
	);

/** What fails fastest, and what the others read. */
export const first: readonly Part[] = [
	plain( 'Lint', 'lint' ),
	plain( 'Unused files, exports, packages', 'lint:unused' ),
	plain( 'Types', 'typecheck' ),
	vitest( 'Types, what must not compile', 'test:types' ),
	plain( 'PHP 7.4 syntax', 'lint:php' ),
	plain( 'PHP_CodeSniffer', 'lint:phpcs' ),
	vitest( 'Units', 'test:unit' ),
	vitest( 'Mocks, MSW 2', 'test:msw-2' ),
	plain( 'Build and sizes', 'build' ),
	plain( 'Browser', 'prepare:browser' ),
];

/**
 * What takes longer, the longest first, so that the last to end is a short one. None writes
 * what another reads.
 */
export const beside: readonly Part[] = [
	playwright( 'End to end', 'test:e2e' ),
	vitest( 'Package', 'test:package' ),
	phpunit( 'PHP, WordPress 7.1, SQLite' ),
	phpunit(
		'PHP, WordPress 7.1, MariaDB',
		[ '--database', 'mariadb' ],
		[ '--exclude-group', ONCE ]
	),
	phpunit(
		'PHP, WordPress 6.8, SQLite',
		[ '--version', '6.8' ],
		[ '--exclude-group', ONCE ]
	),
	vitest( 'Chaos: faults between client and plugin', 'test:chaos' ),
	vitest( 'Stories', 'test:stories' ),
	vitest( 'Components', 'test:browser' ),
	vitest( 'Conformance, mock and plugin', 'test:conformance' ),
	vitest( 'Components, React 19', 'test:react-19' ),
	vitest( 'Stories, as they look', 'test:visual' ),
	plain( 'Storybook builds', 'build:storybook' ),
	plain( 'Documentation and its links', 'build:docs' ),
];
