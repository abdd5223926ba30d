import { setupServer } from 'msw/node';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { createJobBackend, type JobBackendOptions } from './backend.ts';
import { createManualClock } from './clock.ts';
import { createJobHandlers } from './createJobHandlers.ts';
import { imageResultSchema, toCamelCaseKeys } from '../src/protocol/index.ts';
import { demoContent } from './demoContent.ts';
import { demoImage } from './demoImage.ts';
import { scenarios } from './scenario.ts';

const JOBS = 'http://site.test/wp-json/wp-ai-jobs/v1/jobs';
const AJAX = 'http://site.test/wp-admin/admin-ajax.php';

function setUp( options: Omit< JobBackendOptions, 'clock' > = {} ) {
	const clock = createManualClock();
	const backend = createJobBackend( { ...options, clock } );
	const server = setupServer( ...createJobHandlers( { backend } ) );
	server.listen();
	onTestFinished( () => server.close() );

	const read = async ( response: Response ) => ( {
		status: response.status,
		body: await response.json(),
	} );
	const post = async (
		path: string,
		body: unknown = {},
		headers: HeadersInit = {}
	) =>
		read(
			await fetch( JOBS + path, {
				method: 'POST',
				body: typeof body === 'string' ? body : JSON.stringify( body ),
				headers: { 'Content-Type': 'application/json', ...headers },
			} )
		);
	const get = async ( query: string ) => read( await fetch( JOBS + query ) );
	const ajax = async ( fields: Record< string, string > ) => {
		const response = await fetch( AJAX, {
			method: 'POST',
			body: new URLSearchParams( { admin_nonce: 'n', ...fields } ),
		} );
		return {
			status: response.status,
			body: JSON.parse( await response.text() ),
		};
	};
	const start = async ( headers: HeadersInit = {} ): Promise< string > =>
		( await post( '', valid, headers ) ).body.id;
	return { clock, backend, post, get, ajax, start };
}

const valid = {
	type: 'content',
	input: { prompt: 'Rain' },
	context: { post_id: 7 },
};

test( 'a job is pending, processing, completed, each in its time', async () => {
	const { clock, get, start } = setUp();
	const id = await start();
	const seen: unknown[] = [];
	for ( const ms of [ 0, 1_000, 3_999, 1 ] ) {
		clock.advance( ms );
		const { body } = await get( `?include=${ id }` );
		seen.push( [ body[ 0 ].status, body[ 0 ].attempt ] );
	}
	expect( seen ).toEqual( [
		[ 'pending', 0 ],
		[ 'processing', 1 ],
		[ 'processing', 1 ],
		[ 'completed', 1 ],
	] );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].result ).toEqual(
		demoContent
	);
} );

test( 'the same key makes one job, another input under it is a conflict', async () => {
	const { backend, post } = setUp();
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

test( 'a result goes 5 s after its acknowledgement, not before', async () => {
	const { clock, get, post, start } = setUp();
	const id = await start();
	expect( ( await post( `/${ id }/acknowledge` ) ).status ).toBe( 409 );
	clock.advance( 10_000 );
	expect( ( await post( `/${ id }/acknowledge` ) ).status ).toBe( 200 );
	clock.advance( 4_999 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
	clock.advance( 1 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 404 );
} );

test( 'an unacknowledged result is kept for 24 h', async () => {
	const { clock, get, start } = setUp();
	const id = await start();
	clock.advance( 23 * 3_600_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'completed'
	);
	clock.advance( 3_605_000 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 404 );
} );

test( 'a job that hangs expires after five minutes', async () => {
	const { clock, get, start } = setUp( { scenario: scenarios.expiry } );
	const id = await start();
	clock.advance( 299_999 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'processing'
	);
	clock.advance( 1 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ] ).toMatchObject( {
		status: 'expired',
		error: { code: 'expired', may_be_billed: true },
	} );
} );

test( 'a failed job runs again as a new attempt', async () => {
	const { backend, clock, get, post, start } = setUp( {
		scenario: scenarios.failure,
	} );
	const id = await start();
	clock.advance( 3_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'failed'
	);
	expect( ( await post( `/${ id }/retry` ) ).body ).toMatchObject( {
		status: 'pending',
		error: null,
	} );
	expect( ( await post( `/${ id }/retry` ) ).status ).toBe( 409 );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ] ).toMatchObject( {
		status: 'completed',
		attempt: 2,
	} );
	expect( backend.providerCalls( id ) ).toBe( 2 );
} );

test( 'cancel says whether it may be billed, and stays', async () => {
	const { clock, get, post, start } = setUp();
	const early = await start();
	expect( ( await post( `/${ early }/cancel` ) ).body ).toMatchObject( {
		status: 'cancelled',
		may_be_billed: false,
	} );
	const late = await start();
	clock.advance( 2_000 );
	expect( ( await post( `/${ late }/cancel` ) ).body.may_be_billed ).toBe(
		true
	);
	clock.advance( 60_000 );
	expect( ( await get( `?include=${ late }` ) ).body[ 0 ].status ).toBe(
		'cancelled'
	);
	expect( ( await post( `/${ late }/cancel` ) ).status ).toBe( 200 );
} );

test( 'without a runner a job asks for one, and runs when it gets it', async () => {
	const { clock, get, post, start } = setUp( {
		scenario: scenarios[ 'no-runner' ],
	} );
	const id = await start();
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].needs_runner ).toBe(
		false
	);
	clock.advance( 3_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].needs_runner ).toBe(
		true
	);
	expect( ( await post( `/${ id }/run` ) ).body.status ).toBe( 'processing' );
	expect( ( await post( `/${ id }/run` ) ).body.attempt ).toBe( 1 );
} );

test( 'a post’s live and unacknowledged jobs are listed, newest first', async () => {
	const { clock, get, post, start } = setUp();
	const [ one, two, three ] = [ await start(), await start(), await start() ];
	clock.advance( 10_000 );
	await post( `/${ two }/acknowledge` );
	const { body } = await get( '?post=7' );
	expect( body.map( ( { id }: { id: string } ) => id ) ).toEqual( [
		three,
		one,
	] );
	expect( ( await get( '?post=8' ) ).body ).toEqual( [] );
} );

test( 'another owner’s job is the same 404 as an unknown one; an administrator sees it', async () => {
	const { backend, get, start } = setUp();
	const id = await start();
	backend.user = { id: 2 };
	const others = await get( `?include=${ id }` );
	expect( others.status ).toBe( 404 );
	expect( others ).toEqual( await get( '?include=unknown' ) );
	backend.user = { id: 3, isAdministrator: true };
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
} );

test( 'of many ids, those that exist are answered in order', async () => {
	const { get, start } = setUp();
	const [ one, two ] = [ await start(), await start() ];
	const { body } = await get( `?include=${ two },unknown,${ one }` );
	expect( body.map( ( { id }: { id: string } ) => id ) ).toEqual( [
		two,
		one,
	] );
} );

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
	[
		'a large body',
		{ ...valid, input: { prompt: 'x'.repeat( 300_000 ) } },
		413,
		undefined,
	],
] )( 'refuses %s', async ( _name, body, status, field ) => {
	const { backend, post } = setUp();
	const answer = await post( '', body );
	expect( answer.status ).toBe( status );
	expect( answer.body.data.field ).toBe( field );
	expect( backend.started() ).toEqual( [] );
} );

test.each( [
	[ 'nobody', null, 401 ],
	[ 'a subscriber', { id: 9, canEdit: false }, 403 ],
] )( 'refuses %s', async ( _name, user, status ) => {
	const { post } = setUp( { user } );
	expect( ( await post( '', valid ) ).status ).toBe( status );
} );

test( 'no provider is a 503 that names the settings', async () => {
	const { post } = setUp( { scenario: scenarios[ 'no-provider' ] } );
	expect( await post( '', valid ) ).toMatchObject( {
		status: 503,
		body: {
			code: 'ai_job_no_provider',
			data: { settings_url: expect.any( String ) },
		},
	} );
} );

test( 'a lost answer leaves the job there', async () => {
	const { backend, post } = setUp( {
		scenario: scenarios[ 'lost-answers' ],
	} );
	const key = { 'Idempotency-Key': 'k1' };
	await expect( post( '', valid, key ) ).rejects.toThrow();
	expect( ( await post( '', valid, key ) ).status ).toBe( 200 );
	expect( backend.started() ).toHaveLength( 1 );
} );

test( 'a classic client runs a job to its end', async () => {
	const { clock, ajax } = setUp();
	const started = await ajax( {
		action: 'start_ai_job',
		job_type: 'content',
		prompt: 'Rain',
	} );
	expect( started ).toMatchObject( {
		status: 200,
		body: {
			success: true,
			data: { job_id: expect.stringMatching( /^job_/ ) },
		},
	} );
	const jobId: string = started.body.data.job_id;
	clock.advance( 400_000 );
	expect(
		await ajax( { action: 'check_ai_job_status', job_id: jobId } )
	).toMatchObject( {
		body: {
			success: true,
			data: {
				status: 'completed',
				result: { success: true, content: demoContent.content },
			},
		},
	} );
	expect(
		await ajax( { action: 'check_ai_job_status', job_id: 'job_x' } )
	).toMatchObject( {
		status: 404,
		body: {
			success: false,
			data: { success: false, message: 'Job not found' },
		},
	} );
} );

test( 'who is logged out hears 0 on the classic wire', async () => {
	const { ajax } = setUp( { user: null } );
	expect(
		await ajax( {
			action: 'start_ai_job',
			job_type: 'content',
			prompt: 'Rain',
		} )
	).toEqual( { status: 400, body: 0 } );
} );

const images = ( count: number, over: object = {} ) => ( {
	type: 'image',
	input: { prompt: 'A red umbrella. In the rain.', count, ...over },
} );

test( 'images come one by one, each by its own clock', async () => {
	const { clock, post, get } = setUp( {
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
	const { clock, post, get } = setUp();
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
	const { clock, post, get } = setUp( {
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
	const { clock, post, get } = setUp( {
		scenario: scenarios[ 'images-refused' ],
	} );
	const { body } = await post( '', images( 2 ) );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ body.id }` ) ).body ).toMatchObject( [
		{ status: 'failed', result: null, error: { code: 'provider_refused' } },
	] );
} );

test( 'a retry makes those images again that may come', async () => {
	const { clock, backend, post, get } = setUp( {
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
	const { clock, post, get } = setUp( {
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
	const { clock, post } = setUp( {
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
	const { clock, post, get } = setUp( {
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
	const { backend, clock, post, get } = setUp( {
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
	const { clock, post } = setUp( { scenario: scenarios[ 'no-upload' ] } );
	const { id } = ( await post( '', images( 1 ) ) ).body;
	clock.advance( 5_000 );
	for ( const index of [ '1', 'x' ] ) {
		expect( await post( `/${ id }/images/${ index }` ) ).toMatchObject( {
			status: 404,
			body: { code: 'ai_job_image_not_found' },
		} );
	}
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
		const { post } = setUp( {
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

test( 'the classic wire makes four images and saves one', async () => {
	const { backend, clock, ajax } = setUp();
	const started = await ajax( {
		action: 'start_ai_job',
		job_type: 'image',
		prompt: 'A red umbrella',
	} );
	clock.advance( 5_000 );
	const { result } = (
		await ajax( {
			action: 'check_ai_job_status',
			job_id: started.body.data.job_id,
		} )
	).body.data;
	expect( result ).toHaveLength( 4 );
	const save = () =>
		ajax( {
			action: 'save_ai_generated_image',
			image_url: result[ 2 ].url,
			alt_tag: 'Red',
		} );
	const saved = await save();
	expect( saved.body ).toMatchObject( {
		success: true,
		data: { attachment_id: 101, alt: 'Red', title: 'A red umbrella' },
	} );
	expect( await save() ).toEqual( saved );
	expect( backend.imported() ).toHaveLength( 1 );
} );

test( 'the classic wire saves nothing that no job made', async () => {
	const { ajax } = setUp();
	expect(
		await ajax( {
			action: 'save_ai_generated_image',
			image_url: 'https://example.org/cat.png',
		} )
	).toMatchObject( { status: 400, body: { success: false } } );
} );
