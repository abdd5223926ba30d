import { spawnSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import type { Records } from './campaign.ts';
import { FAULT_KINDS } from './faultKinds.ts';
import type { Verdict, Violation } from './judge.ts';

/** The rules that a run must not break. */
export function violations( verdict: Verdict ): readonly Violation[] {
	return [
		...verdict.lost,
		...verdict.doubleCalls,
		...verdict.doubleJobs,
		...verdict.doubleImports,
		...verdict.hanging,
		...verdict.untrue,
	];
}

/**
 * The page that a long run writes.
 *
 * @param seed    Of the run.
 * @param records What it left behind.
 * @param verdict What that shows.
 */
export function renderReport(
	seed: number,
	records: Records,
	verdict: Verdict
): string {
	const said = ( command: string, ...args: string[] ) =>
		spawnSync( command, args, { encoding: 'utf8' } ).stdout.split(
			'\n'
		)[ 0 ] ?? '';
	const both = new Set(
		records.events
			.filter( ( { event } ) => event === 'created' )
			.map( ( { number } ) => number )
	);
	const onTwo = [ ...both ].filter(
		( number ) =>
			new Set(
				records.events
					.filter( ( one ) => one.number === number )
					.map( ( { server } ) => server )
			).size > 1
	).length;
	const broken = violations( verdict );
	const rows = FAULT_KINDS.map( ( { name } ) => {
		const stories = records.stories.filter( ( { number } ) =>
			records.struck.get( number )?.has( name )
		);
		const ends = new Map< string, number >();
		for ( const { end } of stories ) {
			ends.set(
				end ?? 'no job',
				( ends.get( end ?? 'no job' ) ?? 0 ) + 1
			);
		}
		const saw = [ ...ends ]
			.sort( ( [ , a ], [ , b ] ) => b - a )
			.map( ( [ end, times ] ) => `${ end } ${ times }` );
		return `| ${ name } | ${ records.hits.get( name ) ?? 0 } | ${ saw.join( ', ' ) } |`;
	} );
	const number = ( value: number ) => value.toLocaleString( 'en' );
	return `# Reliability

Written by \`npm run chaos -- --seed ${ seed } --jobs ${ verdict.jobs }\` on ${ new Date().toISOString().slice( 0, 10 ) }; the same seed draws the same faults. A short run is a part of \`npm test\`.

The real client starts jobs through a proxy of ours at the real plugin, which runs on ${ said( 'php', '-r', 'echo "PHP ", PHP_VERSION;' ) } and ${ said( 'mariadb', '--version' ).replace( /^.*?([\d.]+)-MariaDB.*$/, 'MariaDB $1' ) }, as two web servers whose clocks are 1.5 s apart, and asks a provider that counts its calls. Each job meets one or two of the faults below. Clocks of plugin and client run ten times as fast as real ones, so that a lifetime of five minutes is thirty seconds. Machine: ${ type() } ${ release() }, ${ cpus().length } cores (${ cpus()[ 0 ]?.model.trim() ?? '' }), ${ Math.round( totalmem() / 2 ** 30 ) } GiB; Node ${ process.versions.node }. ${ number( verdict.jobs ) } jobs took ${ Math.round( records.seconds / 60 ) } minutes and ${ number( records.requests ) } requests of clients; ${ number( records.replacedProcesses ) } PHP processes died.

## What must not happen

| | found | allowed |
| --- | --: | --: |
| results that the provider delivered, and that were lost | ${ verdict.lost.length } | 0 |
| provider calls made twice for one key | ${ verdict.doubleCalls.length } | 0 |
| keys with more than one job | ${ verdict.doubleJobs.length } | 0 |
| images imported twice | ${ verdict.doubleImports.length } | 0 |
| jobs that hang past their lifetime and one lease | ${ verdict.hanging.length } | 0 |
| errors shown to the author that were untrue | ${ verdict.untrue.length } | 0 |

## What was counted

| | |
| --- | --: |
| jobs | ${ number( verdict.jobs ) } |
| starts asked for, each with its job’s one key | ${ number( verdict.starts ) } |
| provider calls | ${ number( verdict.providerCalls ) } |
| results that the provider delivered while their job was live | ${ number( verdict.delivered ) } |
| … that their author has | ${ number( verdict.received ) } |
| … whose author had stopped the job | ${ number( verdict.stopped ) } |
| answers that came after their job had ended | ${ number( verdict.tooLate ) } |
| answers on their way to a process that was killed before their last byte | ${ number( verdict.neverCame ) } |
| jobs that both web servers had a hand in | ${ number( onTwo ) } |

A result is delivered when the process that asked for it has the last byte of the provider’s answer. From then on it is not lost, whatever becomes of the process: the answer is in a file as it comes in (where the disk is full, in the database, and in memory until that takes it), the result is in one before it is stored, and whoever looks at the job when its runner is gone completes it from there. An answer that was still on its way when its process was killed goes with the connection, and nobody can have it again; its job ends as \`interrupted\` or \`expired\`, and says that it may be billed. Nothing of it is asked for again without the author. \`interrupted\` is also what a job is whose process lives and could not be heard for a whole lease, because the database took no sign of life or its clock was set; that process is broken off.

## The faults

How a job ended, as its author saw it in the end. \`failed\` and \`expired\` are the true answer where the provider failed or a process died while it asked.

| fault | jobs hit | in the end |
| --- | --: | --- |
${ rows.join( '\n' ) }
${ broken.length > 0 ? `\n## Broken rules\n\n${ broken.map( ( one ) => `- job ${ one.number }: ${ one.what } (${ one.faults.join( '; ' ) })` ).join( '\n' ) }\n` : '' }`;
}
