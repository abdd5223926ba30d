import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	imageResultSchema,
	parseImportedImage,
	parseSnapshot,
	validate,
	type ImageResult,
	type JobSnapshot,
} from '../src/protocol/index.ts';
import type { Answer, Backend, User } from './backend.ts';

const json = ( { text }: Answer ): unknown => JSON.parse( text );

const wireError = v.object( {
	code: v.string(),
	data: v.object( { field: v.optional( v.string() ) } ),
} );

/**
 * What every backend answers of image jobs over REST.
 *
 * @param connect Brings the backend.
 */
export function imageCases( connect: () => Promise< Backend > ): void {
	let backend: Backend;
	beforeAll( async () => {
		backend = await connect();
	}, 120_000 );
	afterAll( () => backend.close() );

	const post = ( path: string, body: unknown = {}, user: User = 'author' ) =>
		backend.rest( user, { path, method: 'POST', body } );
	const start = ( input: object = {} ) =>
		post( '/jobs', {
			type: 'image',
			input: { prompt: 'An umbrella', ...input },
		} );
	const snapshotOf = ( answer: Answer, status = 200 ): JobSnapshot => {
		expect( answer.status, answer.text ).toBe( status );
		return parseSnapshot( json( answer ) );
	};
	const started = async ( input?: object ) =>
		snapshotOf( await start( input ), 201 );
	const run = async ( id: string ) =>
		snapshotOf( await post( `/jobs/${ id }/run` ) );
	const read = ( value: unknown ): ImageResult =>
		validate( imageResultSchema, value, 'result', 'protocol' );
	const completed = async ( input?: object ) => {
		const { id } = await started( input );
		const snapshot = await run( id );
		expect( snapshot.status ).toBe( 'completed' );
		return snapshot.status === 'completed'
			? { id, ...read( snapshot.result ) }
			: expect.fail();
	};

	test.each( [
		[ 'input.prompt', { prompt: '' } ],
		[ 'input.prompt', { prompt: 'x'.repeat( 4_001 ) } ],
		[ 'input.count', { count: 0 } ],
		[ 'input.count', { count: 5 } ],
		[ 'input.count', { count: 1.5 } ],
		[ 'input.aspect_ratio', { aspect_ratio: '5:1' } ],
		[ 'input.quality', { quality: 'best' } ],
		[ 'input.style', { style: 'cubist' } ],
		[ 'input.background', { background: 'green' } ],
		[ 'input.output_format', { output_format: 'svg' } ],
		[
			'input.reference_attachment_id',
			{ reference_attachment_id: 'https://example.org/a.png' },
		],
	] )( 'names the wrong field: %s (%#)', async ( field, input ) => {
		const answer = await start( input );
		expect( answer.status, answer.text ).toBe( 400 );
		const { code, data } = v.parse( wireError, json( answer ) );
		expect( code ).toBe( 'ai_job_invalid_input' );
		expect( data.field ).toBe( field );
	} );

	test( 'takes 4,000 characters', async () => {
		await started( { prompt: '🌧'.repeat( 4_000 ) } );
	} );

	test( 'makes one image where no number is said, in the ratio asked for', async () => {
		const { images, failures } = await completed( {
			aspect_ratio: '3:2',
		} );
		expect( failures ).toEqual( [] );
		expect( images ).toHaveLength( 1 );
		const [ image ] = images;
		expect( image ).toMatchObject( { index: 0, attachmentId: null } );
		expect( image?.mimeType ).toMatch( /^image\/(png|jpeg|webp)$/ );
		expect( ( image?.width ?? 0 ) / ( image?.height ?? 1 ) ).toBeCloseTo(
			3 / 2,
			1
		);
		expect( image?.bytes ).toBeGreaterThan( 0 );
		expect( image?.previewUrl ).not.toBe( '' );
	} );

	test( 'images come one by one, and the job with the last', async () => {
		const { id, status, attempt } = await started( { count: 3 } );
		expect( { status, attempt } ).toEqual( {
			status: 'pending',
			attempt: 0,
		} );
		for ( const done of [ 1, 2 ] ) {
			const snapshot = await run( id );
			expect( snapshot ).toMatchObject( {
				status: 'processing',
				attempt: done,
			} );
			expect( snapshot.progress?.fraction ).toBeCloseTo( done / 3 );
			expect(
				'partialResult' in snapshot &&
					read( snapshot.partialResult ).images
			).toHaveLength( done );
		}
		const last = await run( id );
		expect( last ).toMatchObject( { status: 'completed', attempt: 3 } );
		expect(
			last.status === 'completed' &&
				read( last.result ).images.map( ( { index } ) => index )
		).toEqual( [ 0, 1, 2 ] );
	} );

	test( 'a job that is cancelled keeps the images that were there', async () => {
		const { id } = await started( { count: 2 } );
		await run( id );
		const snapshot = snapshotOf( await post( `/jobs/${ id }/cancel` ) );
		expect( snapshot ).toMatchObject( {
			status: 'cancelled',
			mayBeBilled: true,
		} );
		expect(
			snapshot.status === 'cancelled' &&
				read( snapshot.partialResult ).images
		).toHaveLength( 1 );
		expect( ( await run( id ) ).attempt ).toBe( 1 );
	} );

	test( 'an image is its owner’s', async () => {
		const { id } = await completed();
		const image = { path: `/jobs/${ id }/images/0` };
		const mine = await backend.rest( 'author', image );
		expect( mine.status ).toBe( 200 );
		expect( mine.contentType ).toMatch( /^image\// );
		expect( ( await backend.rest( 'nobody', image ) ).status ).toBe( 401 );
		expect( ( await backend.rest( 'subscriber', image ) ).status ).toBe(
			403
		);

		const theirs = snapshotOf(
			await post(
				'/jobs',
				{ type: 'image', input: { prompt: 'An umbrella' } },
				'administrator'
			),
			201
		);
		await post( `/jobs/${ theirs.id }/run`, {}, 'administrator' );
		for ( const method of [ 'GET', 'POST' ] as const ) {
			const answer = await backend.rest( 'author', {
				path: `/jobs/${ theirs.id }/images/0`,
				method,
				...( method === 'POST' && { body: {} } ),
			} );
			expect( answer.status ).toBe( 404 );
			expect( json( answer ) ).toMatchObject( {
				code: 'ai_job_not_found',
			} );
		}
	} );

	test( 'an image is imported once, however often it is asked for', async () => {
		const { id } = await completed();
		const first = await post( `/jobs/${ id }/images/0`, {
			alt: 'A red umbrella',
			title: 'Umbrella',
		} );
		expect( first.status, first.text ).toBe( 201 );
		const imported = parseImportedImage( json( first ) );
		expect( imported ).toMatchObject( {
			alt: 'A red umbrella',
			title: 'Umbrella',
		} );

		const again = await post( `/jobs/${ id }/images/0`, { alt: 'Other' } );
		expect( again.status ).toBe( 200 );
		expect( parseImportedImage( json( again ) ) ).toEqual( imported );

		const [ checked ] = v.parse(
			v.array( v.unknown() ),
			json(
				await backend.rest( 'author', {
					path: `/jobs?include=${ id }`,
				} )
			)
		);
		const snapshot = parseSnapshot( checked );
		expect(
			snapshot.status === 'completed' &&
				read( snapshot.result ).images[ 0 ]?.attachmentId
		).toBe( imported.attachmentId );
	} );

	test.each( [ '1', '9', 'x' ] )(
		'there is no image "%s" of one',
		async ( index ) => {
			const { id } = await completed();
			const answer = await post( `/jobs/${ id }/images/${ index }` );
			expect( answer.status ).toBe( 404 );
			expect( json( answer ) ).toMatchObject( {
				code: 'ai_job_image_not_found',
			} );
		}
	);

	test( 'GET /capabilities tells what the provider can do with images', async () => {
		const answer = await backend.rest( 'author', {
			path: '/capabilities',
		} );
		expect( json( answer ) ).toMatchObject( {
			types: {
				image: {
					available: true,
					can_import: true,
					options: {
						aspect_ratio: expect.arrayContaining( [ '1:1' ] ),
						quality: expect.any( Array ),
						style: expect.any( Array ),
						background: expect.any( Array ),
						output_format: expect.any( Array ),
						max_count: expect.any( Number ),
						reference: expect.any( Boolean ),
					},
				},
			},
		} );
	} );
}
