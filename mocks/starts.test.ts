import { expect, test } from 'vitest';
import { scenarios } from './scenario.ts';
import { openTestSite, valid } from './testSite.ts';

test( 'the same key makes one job, another input under it is a conflict', async () => {
	const { backend, post } = openTestSite();
	const key = { 'Idempotency-Key': 'k1' };
	const first = await post( '', valid, key );
	const second = await post( '', valid, key );
	expect( [ first.status, second.status ] ).toEqual( [ 201, 200 ] );
	expect( second.body.id ).toBe( first.body.id );
	expect( backend.started() ).toHaveLength( 1 );
	expect(
		await post( '', { ...valid, input: { prompt: 'Snow' } }, key )
	).toMatchObject( {
		status: 409,
		body: { code: 'ai_job_idempotency_conflict' },
	} );
} );

test( 'a lost answer leaves the job there', async () => {
	const { backend, post } = openTestSite( {
		scenario: scenarios[ 'lost-answers' ],
	} );
	const key = { 'Idempotency-Key': 'k1' };
	await expect( post( '', valid, key ) ).rejects.toThrow();
	expect( ( await post( '', valid, key ) ).status ).toBe( 200 );
	expect( backend.started() ).toHaveLength( 1 );
} );
