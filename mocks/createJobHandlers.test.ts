import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { createJobBackend, type JobBackendOptions } from './backend.ts';
import { createManualClock } from './clock.ts';
import { createJobHandlers } from './createJobHandlers.ts';
import { demoContent } from './demoContent.ts';
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
	expect( backend.log.started ).toHaveLength( 1 );
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
	expect( backend.log.providerCalls.get( id ) ).toBe( 2 );
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
	expect( backend.log.started ).toEqual( [] );
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
	expect( backend.log.started ).toHaveLength( 1 );
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
