import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beside, commandOf, first, type Part } from './parts.ts';
import { addCounts, NONE, readJunit, type Counts } from './junit.ts';

interface Outcome {
	readonly part: Part;
	readonly passed: boolean;
	readonly counts: Counts | null;
	readonly seconds: number;
}

const REPORTS = 'test-results/junit';

/**
 * Runs one part of the checks as a person would, shows what it printed once it
 * has ended, and reads what it counted.
 *
 * @param part The part.
 */
async function run( part: Part ): Promise< Outcome > {
	const report = `${ REPORTS }/${ part.name.replace( /\W+/g, '-' ) }.xml`;
	const began = performance.now();
	const child = spawn(
		'sh',
		[
			'-c',
			'exec "$@" 2>&1',
			'sh',
			'npm',
			'run',
			'--silent',
			// What a part prepares when it is called alone, the first ones have built.
			'--ignore-scripts',
			part.script,
			'--',
			...part.args,
			...part.reportArgs( report ),
		],
		{
			stdio: [ 'ignore', 'pipe', 'inherit' ],
			env: { ...process.env, ...part.env?.( report ) },
		}
	);
	const [ printed, [ status ] ] = await Promise.all( [
		text( child.stdout ),
		once( child, 'exit' ),
	] );
	process.stdout.write( `\n── ${ part.name }\n${ printed }` );
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

/** Each part waits half of its time: for a browser, for a server, for other processes. */
const AT_ONCE = 2;

/**
 * Runs parts side by side, in their order.
 *
 * @param parts
 */
async function runAll( parts: readonly Part[] ): Promise< Outcome[] > {
	const outcomes: Outcome[] = [];
	const queue = parts.values();
	const work = async () => {
		for ( const part of queue ) {
			outcomes.push( await run( part ) );
		}
	};
	await Promise.all( Array.from( { length: AT_ONCE }, work ) );
	return outcomes;
}

rmSync( REPORTS, { recursive: true, force: true } );
mkdirSync( REPORTS, { recursive: true } );
const outcomes = [
	...( await runAll( first ) ),
	...( await runAll( beside ) ),
];

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
