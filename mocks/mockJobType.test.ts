import * as v from 'valibot';
import { expect, test } from 'vitest';
import { defineJobType } from '../src/protocol/index.ts';
import { mockJobType } from './mockJobType.ts';
import { openTestSite } from './testSite.ts';

const summary = defineJobType( {
	name: 'acme-summary',
	input: v.object( {
		postText: v.pipe( v.string(), v.minLength( 1 ) ),
		parts: v.optional(
			v.array( v.object( { maxWords: v.number() } ) ),
			[]
		),
	} ),
	result: v.object( { shortText: v.string() } ),
} );

const openSite = ( options = {} ) =>
	openTestSite( {
		...options,
		jobTypes: [
			mockJobType( summary, ( { postText } ) => ( {
				shortText: `${ postText }, in short`,
			} ) ),
		],
	} );

const start = ( input: unknown ) => ( { type: 'acme-summary', input } );

test( 'a host’s job is played with the result that its input makes', async () => {
	const { clock, backend, post, get } = openSite();
	const { status, body } = await post(
		'',
		start( { post_text: 'Rain', secret: 1 } )
	);
	expect( status ).toBe( 201 );
	expect( backend.started() ).toMatchObject( [
		{ type: 'acme-summary', input: { post_text: 'Rain', parts: [] } },
	] );
	clock.advance( 10_000 );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ status: 'completed', result: { short_text: 'Rain, in short' } },
	] );
} );

test( 'a result that the scenario names comes instead', async () => {
	const { clock, post, get } = openSite( {
		scenario: {
			outcomes: [
				{
					end: 'succeed',
					afterMs: 1,
					result: { short_text: 'Otherwise' },
				},
			],
		},
	} );
	const { body } = await post( '', start( { post_text: 'Rain' } ) );
	clock.advance( 10_000 );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ result: { short_text: 'Otherwise' } },
	] );
} );

test.each( [
	[ { post_text: '' }, 'input.post_text' ],
	[ {}, 'input.post_text' ],
	[
		{ post_text: 'Rain', parts: [ { max_words: 'x' } ] },
		'input.parts.0.max_words',
	],
	[ 'Rain', 'input' ],
] )( 'the input %j is refused as the plugin does', async ( input, field ) => {
	const { post } = openSite();
	expect( await post( '', start( input ) ) ).toMatchObject( {
		status: 400,
		body: {
			code: 'ai_job_invalid_input',
			data: { status: 400, retryable: false, field },
		},
	} );
} );

test( 'a site that does not know the type says so', async () => {
	const { post } = openTestSite();
	expect( await post( '', start( { post_text: 'Rain' } ) ) ).toMatchObject( {
		status: 400,
		body: { data: { field: 'type' } },
	} );
} );

test( 'capabilities tell of the type', () => {
	expect( openSite().backend.capabilities() ).toMatchObject( {
		types: {
			content: {},
			image: {},
			'acme-summary': { available: true, demo: true },
		},
	} );
} );

test( 'a job that was there before is checked by its type, too', () => {
	const { backend } = openSite();
	expect( () =>
		backend.given( { type: 'acme-summary', status: 'pending', input: {} } )
	).toThrow( 'postText' );
	backend.given( {
		type: 'acme-summary',
		status: 'completed',
		input: { post_text: 'Rain' },
		postId: 7,
	} );
	expect( backend.list( 7 ) ).toMatchObject( [
		{ result: { short_text: 'Rain, in short' } },
	] );
} );
