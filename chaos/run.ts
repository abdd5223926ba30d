import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { judge } from './judge.ts';
import { drawPlans } from './plan.ts';
import { renderReport, violations } from './report.ts';

/** So many jobs are what the page on reliability speaks of. */
const ENOUGH_TO_REPORT = 2_000;

/** Twice a lifetime, in real seconds. */
const SLOW_S = 60;

const ROOT = join( import.meta.dirname, '..' );

const { values } = parseArgs( {
	options: {
		seed: { type: 'string', default: String( Date.now() % 1_000_000 ) },
		jobs: { type: 'string', default: String( ENOUGH_TO_REPORT ) },
		authors: { type: 'string', default: '24' },
	},
} );
const seed = Number( values.seed );
const jobs = Number( values.jobs );
process.stdout.write( `Seed ${ seed }, ${ jobs } jobs.\n` );

const records = await runCampaign( {
	plans: drawPlans( seed, jobs ),
	authors: Number( values.authors ),
	onProgress: ( done, atWork ) => {
		if ( done % 20 === 0 ) {
			const slow = [ ...atWork ]
				.map( ( [ number, since ] ) => ( {
					number,
					s: Math.round( ( performance.now() - since ) / 1_000 ),
				} ) )
				.filter( ( { s } ) => s > SLOW_S )
				.map( ( { number, s } ) => `#${ number } for ${ s } s` );
			process.stdout.write(
				`${ done } of ${ jobs } ${ slow.join( ', ' ) }\n`
			);
		}
	},
} );
const verdict = judge( records );
const report = renderReport( seed, records, verdict );
const folder = join( ROOT, 'test-results/chaos' );
mkdirSync( folder, { recursive: true } );
writeFileSync(
	join( folder, `${ seed }.json` ),
	JSON.stringify(
		{ verdict, records },
		( _key, value: unknown ) =>
			value instanceof Set || value instanceof Map ? [ ...value ] : value,
		'\t'
	)
);
if ( jobs >= ENOUGH_TO_REPORT ) {
	writeFileSync( join( ROOT, 'docs/reliability.md' ), report );
}
process.stdout.write( `${ report }\n${ JSON.stringify( verdict.told ) }\n` );
process.exitCode = violations( verdict ).length === 0 ? 0 : 1;
