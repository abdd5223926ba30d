import * as v from 'valibot';
import { expect, test } from 'vitest';
import { imageResultSchema, toCamelCaseKeys } from '../src/protocol/index.ts';
import { demoImage } from './demoImage.ts';
import { scenarios } from './scenario.ts';
import { images, openTestSite } from './testSite.ts';

test( 'images come one by one, each by its own clock', async () => {
	const { clock, post, get } = openTestSite( {
		scenario: scenarios[ 'images-one-by-one' ],
	} );
	const { body } = await post( '', images( 3, { aspect_ratio: '3:2' } ) );
	const seen: unknown[] = [];
	for ( const ms of [ 1_000, 4_000, 5_000, 5_000 ] ) {
		clock.advance( ms );
		const [ job ] = ( await get( `?include=${ body.id }` ) ).body;
		seen.push( [
			job.status,
			job.attempt,
			job.progress?.fraction,
			( job.result ?? job.partial_result )?.images.length,
		] );
	}
	expect( seen ).toEqual( [
		[ 'processing', 3, 0, undefined ],
		[ 'processing', 3, 1 / 3, 1 ],
		[ 'processing', 3, 2 / 3, 2 ],
		[ 'completed', 3, undefined, 3 ],
	] );
} );

test( 'a result of images is read by the client’s schema, and its previews are PNGs', async () => {
	const { clock, post, get } = openTestSite();
	const { body } = await post( '', images( 1, { aspect_ratio: '3:2' } ) );
	clock.advance( 5_000 );
	const [ job ] = ( await get( `?include=${ body.id }` ) ).body;
	const result = v.parse( imageResultSchema, toCamelCaseKeys( job.result ) );
	expect( result.images ).toMatchObject( [
		{ width: 240, height: 160, alt: 'A red umbrella', attachmentId: null },
	] );
	const preview = await fetch(
		`http://site.test${ result.images[ 0 ]?.previewUrl }`
	);
	expect( preview.headers.get( 'content-type' ) ).toBe( 'image/png' );
	expect( new Uint8Array( await preview.arrayBuffer() ) ).toEqual(
		demoImage( 0, 240, 160 )
	);
} );

test( 'one refused image of four is listed, the others are a result', async () => {
	const { clock, post, get } = openTestSite( {
		scenario: scenarios[ 'images-partial' ],
	} );
	const { body } = await post( '', images( 4 ) );
	clock.advance( 5_000 );
	const [ job ] = ( await get( `?include=${ body.id }` ) ).body;
	expect( job ).toMatchObject( {
		status: 'completed',
		result: {
			images: [ { index: 0 }, { index: 1 }, { index: 3 } ],
			failures: [ { index: 2, code: 'provider_refused' } ],
		},
	} );
} );

test( 'without one image the job failed, with the first one’s error', async () => {
	const { clock, post, get } = openTestSite( {
		scenario: scenarios[ 'images-refused' ],
	} );
	const { body } = await post( '', images( 2 ) );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ status: 'failed', result: null, error: { code: 'provider_refused' } },
	] );
} );

test( 'a retry makes those images again that may come', async () => {
	const { clock, backend, post, get } = openTestSite( {
		scenario: {
			...scenarios.images,
			parts: [
				{
					end: 'fail',
					afterMs: 1_000,
					code: 'provider_unavailable',
					message: 'No.',
					retryable: true,
				},
				...scenarios.refusal.outcomes,
			],
		},
	} );
	const { id } = ( await post( '', images( 2 ) ) ).body;
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'failed', error: { code: 'provider_unavailable' } },
	] );
	backend.scenario = scenarios.images;
	expect( ( await post( `/${ id }/retry` ) ).status ).toBe( 200 );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{
			status: 'completed',
			result: {
				images: [ { index: 0 } ],
				failures: [ { index: 1, code: 'provider_refused' } ],
			},
		},
	] );
	expect( backend.providerCalls( id ) ).toBe( 3 );
} );

test( 'a job whose lifetime is over is completed with the images that it has', async () => {
	const { clock, post, get } = openTestSite( {
		scenario: {
			...scenarios.images,
			parts: [ { end: 'succeed', afterMs: 1_000 }, { end: 'hang' } ],
		},
	} );
	const { body } = await post( '', images( 2 ) );
	clock.advance( 300_000 );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{
			status: 'completed',
			result: {
				images: [ { index: 0 } ],
				failures: [ { index: 1, code: 'expired' } ],
			},
		},
	] );
} );

test( 'a stopped job keeps what was made', async () => {
	const { clock, post } = openTestSite( {
		scenario: scenarios[ 'images-one-by-one' ],
	} );
	const { body } = await post( '', images( 2 ) );
	clock.advance( 6_000 );
	expect( await post( `/${ body.id }/cancel` ) ).toMatchObject( {
		body: {
			status: 'cancelled',
			may_be_billed: true,
			partial_result: { images: [ { index: 0 } ], failures: [] },
		},
	} );
	expect( ( await post( `/${ body.id }/images/0` ) ).status ).toBe( 201 );
} );

test( 'a run request takes one image at a time', async () => {
	const { clock, post, get } = openTestSite( {
		scenario: scenarios[ 'no-runner' ],
	} );
	const { body } = await post( '', images( 2 ) );
	clock.advance( 3_000 );
	await post( `/${ body.id }/run` );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ status: 'processing', attempt: 1, needs_runner: true },
	] );
	await post( `/${ body.id }/run` );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ attempt: 2, needs_runner: false },
	] );
} );

test( 'the same image twice is one attachment, untouched', async () => {
	const { backend, clock, post, get } = openTestSite( {
		scenario: scenarios[ 'import-fails-once' ],
	} );
	const { id } = ( await post( '', images( 1 ) ) ).body;
	clock.advance( 5_000 );
	const image = `/${ id }/images/0`;
	expect( await post( image, { alt: 'Red' } ) ).toMatchObject( {
		status: 500,
		body: { code: 'ai_job_storage_failed', data: { retryable: true } },
	} );
	const first = await post( image, { alt: 'Red' } );
	const second = await post( image, { alt: 'Blue' } );
	expect( [ first.status, second.status ] ).toEqual( [ 201, 200 ] );
	expect( second.body ).toEqual( first.body );
	expect( first.body ).toMatchObject( {
		alt: 'Red',
		title: 'A red umbrella',
		description: 'A red umbrella. In the rain.',
	} );
	expect( backend.imported() ).toHaveLength( 1 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{
			result: {
				images: [ { attachment_id: first.body.attachment_id } ],
			},
		},
	] );
	const file = await fetch( `http://site.test${ first.body.url }` );
	expect( new Uint8Array( await file.arrayBuffer() ) ).toEqual(
		demoImage( 0, 240, 240 )
	);
} );

test( 'an import of what is not there, or not allowed, is refused', async () => {
	const { backend, clock, post } = openTestSite();
	const { id } = ( await post( '', images( 1 ) ) ).body;
	clock.advance( 5_000 );
	for ( const index of [ '1', 'x' ] ) {
		expect( await post( `/${ id }/images/${ index }` ) ).toMatchObject( {
			status: 404,
			body: { code: 'ai_job_image_not_found' },
		} );
	}
	backend.scenario = 'no-upload';
	expect( await post( `/${ id }/images/0` ) ).toMatchObject( {
		status: 403,
		body: { code: 'ai_job_forbidden' },
	} );
} );

test.each( [
	[ 'input.style', { style: 'vivid' } ],
	[ 'input.count', { count: 3 } ],
	[ 'input.reference_attachment_id', { reference_attachment_id: 7 } ],
	[ 'input.aspect_ratio', { aspect_ratio: '5:4' } ],
] )(
	'what the provider cannot do is refused by its name: %s',
	async ( field, over ) => {
		const { post } = openTestSite( {
			scenario: {
				...scenarios.images,
				imageOptions: { style: [], max_count: 2, reference: false },
			},
		} );
		expect( await post( '', images( 1, over ) ) ).toMatchObject( {
			status: 400,
			body: { code: 'ai_job_invalid_input', data: { field } },
		} );
	}
);
