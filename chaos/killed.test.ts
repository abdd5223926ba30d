import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { createChance } from './chance.ts';
import { judge } from './judge.ts';
import { drawPlans } from './plan.ts';
import { violations } from './report.ts';

const JOBS = 200;

/** How often two processes are killed at once. */
const MOMENTS = 10;

const seed = Number( process.env[ 'CHAOS_SEED' ] ?? 1 );

test( `two PHP processes are killed again and again while ${ JOBS } jobs run, and each is accounted for (seed ${ seed })`, async () => {
	const chance = createChance( seed );
	const records = await runCampaign( {
		plans: drawPlans( seed, JOBS, [] ),
		authors: 16,
		kills: Array.from( { length: MOMENTS }, () =>
			chance.between( 1, JOBS - 20 )
		).flatMap( ( after ) => [
			{ after, which: chance.between( 0, 99 ) },
			{ after, which: chance.between( 0, 99 ) },
		] ),
	} );
	const verdict = judge( records );

	expect( violations( verdict ) ).toEqual( [] );
	expect( verdict.jobs ).toBe( JOBS );
	expect( records.killed.size ).toBeGreaterThan( MOMENTS );
	const { completed = 0, failed = 0, expired = 0 } = verdict.ends;
	expect( completed + failed + expired ).toBe( JOBS );
	// Who was not killed has a result.
	expect( failed + expired ).toBeLessThanOrEqual( records.killed.size );
} );
