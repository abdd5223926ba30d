import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { judge } from './judge.ts';
import { drawPlans } from './plan.ts';

const { values } = parseArgs( {
	options: {
		seed: { type: 'string', default: String( Date.now() % 1_000_000 ) },
		jobs: { type: 'string', default: '120' },
		authors: { type: 'string', default: '16' },
	},
} );
const seed = Number( values.seed );
const jobs = Number( values.jobs );
process.stdout.write( `Seed ${ seed }, ${ jobs } jobs.\n` );

const records = await runCampaign( {
	plans: drawPlans( seed, jobs ),
	authors: Number( values.authors ),
	onProgress: ( done ) => {
		if ( done % 20 === 0 ) {
			process.stdout.write( `${ done } of ${ jobs }\n` );
		}
	},
} );
const verdict = judge( records );
process.stdout.write(
	`${ JSON.stringify( { ...verdict, hits: Object.fromEntries( records.hits ), requests: records.requests, seconds: records.seconds, replaced: records.replacedProcesses }, null, '\t' ) }\n`
);
