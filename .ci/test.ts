import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { commandOf, parts, type Part } from './parts.ts';
import { addCounts, NONE, readJunit, type Counts } from './junit.ts';

interface Outcome {
	readonly part: Part;
	readonly passed: boolean;
	readonly counts: Counts | null;
	readonly seconds: number;
}

const REPORTS = 'test-results/junit';

/**
 * Runs one part of the checks as a person would, and reads what it counted.
 *
 * @param part The part.
 */
function run( part: Part ): Outcome {
	const report = `${ REPORTS }/${ part.name.replace( /\W+/g, '-' ) }.xml`;
	process.stdout.write( `\n── ${ part.name }\n` );
	const began = performance.now();
	const { status } = spawnSync(
		'npm',
		[
			'run',
			'--silent',
			part.script,
			'--',
			...part.args,
			...part.reportArgs( report ),
		],
		{ stdio: 'inherit', env: { ...process.env, ...part.env?.( report ) } }
	);
	const counts = existsSync( report )
		? readJunit( readFileSync( report, 'utf8' ) )
		: null;
	// A runner that was killed half-way, or that found no test, has not passed.
	const counted = part.counts ? counts !== null && counts.passed > 0 : true;
	return {
		part,
		passed: status === 0 && counted,
		counts,
		seconds: ( performance.now() - began ) / 1_000,
	};
}

rmSync( REPORTS, { recursive: true, force: true } );
mkdirSync( REPORTS, { recursive: true } );
const outcomes = parts.map( run );

process.stdout.write( '\n' );
for ( const { part, passed, counts, seconds } of outcomes ) {
	const what = counts
		? `${ counts.passed } passed, ${ counts.failed } failed, ${ counts.skipped } skipped`
		: '';
	process.stdout.write(
		`${ passed ? '✓' : '✗' } ${ part.name.padEnd( 34 ) } ${ seconds.toFixed( 0 ).padStart( 4 ) } s  ${ what }\n`
	);
}
const failures = outcomes.filter( ( outcome ) => ! outcome.passed );
if ( failures.length > 0 ) {
	process.stdout.write( '\nTo repeat what failed, each alone:\n' );
	for ( const { part } of failures ) {
		process.stdout.write( `  ${ commandOf( part ) }\n` );
	}
}
const { passed, failed, skipped } = outcomes
	.map( ( { counts } ) => counts ?? NONE )
	.reduce( addCounts, NONE );
const isGreen = failures.length === 0;
process.stdout.write(
	`\n${ isGreen ? 'All parts passed.' : 'Not all parts passed: see ✗ above.' }\n` +
		`${ passed } passed, ${ failed } failed, ${ skipped } skipped\n`
);
process.exitCode = isGreen ? 0 : 1;
