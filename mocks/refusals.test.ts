import { expect, test } from 'vitest';
import { scenarios } from './scenario.ts';
import { openTestSite, valid } from './testSite.ts';

test.each( [
	[
		'a long prompt',
		{ ...valid, input: { prompt: 'x'.repeat( 10_001 ) } },
		400,
		'input.prompt',
	],
	[
		'an empty prompt',
		{ ...valid, input: { prompt: ' ' } },
		400,
		'input.prompt',
	],
	[ 'no prompt', { ...valid, input: {} }, 400, 'input.prompt' ],
	[
		'a wrong tone',
		{ ...valid, input: { prompt: 'x', tone: 'rude' } },
		400,
		'input.tone',
	],
	[ 'an unknown type', { ...valid, type: 'music' }, 400, 'type' ],
	[
		'a wrong post',
		{ ...valid, context: { post_id: 0 } },
		400,
		'context.post_id',
	],
	[ 'no JSON', '{', 400, undefined ],
	[ 'a single JSON value', '7', 400, 'body' ],
	[
		'a large body',
		{ ...valid, input: { prompt: 'x'.repeat( 300_000 ) } },
		413,
		undefined,
	],
] )( 'refuses %s', async ( _name, body, status, field ) => {
	const { backend, post } = openTestSite();
	const answer = await post( '', body );
	expect( answer.status ).toBe( status );
	expect( answer.body.data.field ).toBe( field );
	expect( backend.started() ).toEqual( [] );
} );

test.each( [
	[ 'nobody', null, 401 ],
	[ 'a subscriber', { id: 9, canEdit: false }, 403 ],
] )( 'refuses %s', async ( _name, user, status ) => {
	const { post } = openTestSite( { user } );
	expect( ( await post( '', valid ) ).status ).toBe( status );
} );

test( 'no provider is a 503 that names the settings', async () => {
	const { post } = openTestSite( { scenario: scenarios[ 'no-provider' ] } );
	expect( await post( '', valid ) ).toMatchObject( {
		status: 503,
		body: {
			code: 'ai_job_no_provider',
			data: { settings_url: expect.any( String ) },
		},
	} );
} );
