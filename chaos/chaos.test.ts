import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { FAULT_KINDS } from './faultKinds.ts';
import { judge } from './judge.ts';
import { drawPlans } from './plan.ts';
import { violations } from './report.ts';

/** Enough for each kind to be drawn twice. */
const JOBS = 60;

const seed = Number( process.env[ 'CHAOS_SEED' ] ?? 1 );

test( `through every kind of fault nothing is lost, paid twice, left hanging or untrue (seed ${ seed })`, async () => {
	const records = await runCampaign( {
		plans: drawPlans( seed, JOBS ),
		authors: 20,
	} );
	const verdict = judge( records );

	expect( violations( verdict ) ).toEqual( [] );
	expect( verdict.jobs ).toBe( JOBS );
	expect( verdict.delivered ).toBeGreaterThan( JOBS / 3 );
	expect( verdict.received ).toBeGreaterThan( JOBS / 3 );
	const missed = FAULT_KINDS.filter(
		( { name } ) => ! records.hits.has( name )
	).map( ( { name } ) => name );
	expect( missed ).toEqual( [] );
} );

test( 'the same seed draws the same faults', () => {
	expect( JSON.stringify( drawPlans( 7, 200 ) ) ).toBe(
		JSON.stringify( drawPlans( 7, 200 ) )
	);
	expect( JSON.stringify( drawPlans( 7, 200 ) ) ).not.toBe(
		JSON.stringify( drawPlans( 8, 200 ) )
	);
} );
