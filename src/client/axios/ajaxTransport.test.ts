import { expect, test } from 'vitest';
import { createAiJobClient } from '../createAiJobClient.ts';
import { createFakeEnvironment } from '../fakeEnvironment.ts';
import { createAjaxTransport } from './ajaxTransport.ts';
import { serve, type ScriptedAnswer } from './scriptedServer.ts';

const options = { signal: new AbortController().signal, timeoutMs: 5_000 };
const request = {
	type: 'content',
	input: { prompt: 'Rain', tone: 'casual' },
	idempotencyKey: 'key',
};
const checked = {
	success: true,
	status: 'processing',
	created_at: 1_000,
	updated_at: 1_004,
};
const ok = ( data: unknown ): ScriptedAnswer => ( {
	body: { success: true, data },
} );
const refused = ( data: unknown ): ScriptedAnswer => ( {
	body: { success: false, data },
} );

async function setUp( ...answers: ScriptedAnswer[] ) {
	const { origin, received } = await serve( ...answers );
	const transport = createAjaxTransport( {
		ajaxUrl: `${ origin }/wp-admin/admin-ajax.php`,
		nonce: 'n1',
		renewNonce: async () => 'n2',
	} );
	return { transport, received };
}

test( 'start is form-encoded, and says in the prompt what has no field', async () => {
	const { transport, received } = await setUp(
		ok( { job_id: 'job_1', message: 'Started' } )
	);
	expect( await transport.start( request, options ) ).toMatchObject( {
		id: 'job_1',
		status: 'pending',
	} );
	expect( received[ 0 ]?.headers[ 'content-type' ] ).toContain(
		'application/x-www-form-urlencoded'
	);
	expect(
		Object.fromEntries( new URLSearchParams( received[ 0 ]?.body ) )
	).toEqual( {
		action: 'start_ai_job',
		admin_nonce: 'n1',
		job_type: 'content',
		content_for: 'writePageContent',
		prompt: 'Rain\n\nTone: casual.',
	} );
} );

test( 'the text that the prompt is about travels in the prompt', async () => {
	const { transport, received } = await setUp( ok( { job_id: 'job_1' } ) );
	await transport.start(
		{
			...request,
			input: { prompt: 'Make it shorter' },
			context: { selectedText: 'It rained all day.' },
		},
		options
	);
	expect( new URLSearchParams( received[ 0 ]?.body ).get( 'prompt' ) ).toBe(
		'Make it shorter\n\nText:\nIt rained all day.'
	);
} );

test( 'a client runs a job through to its result, without an acknowledgement', async () => {
	const { transport, received } = await setUp(
		ok( { job_id: 'job_1' } ),
		ok( {
			...checked,
			status: 'completed',
			result: {
				success: true,
				content: '<p>Drip.</p>',
				usage: null,
			},
		} )
	);
	const client = createAiJobClient( {
		transport,
		environment: { ...createFakeEnvironment(), setTimer: immediately },
	} );
	expect( await client.run( 'content', { prompt: 'Rain' } ) ).toEqual( {
		content: '<p>Drip.</p>',
		format: 'html',
		model: null,
		usage: null,
	} );
	expect( received ).toHaveLength( 2 );
} );

const immediately = ( callback: () => void ) => {
	const timer = setImmediate( callback );
	return () => clearImmediate( timer );
};

test( 'times are told as durations', async () => {
	const { transport } = await setUp( ok( checked ) );
	const [ snapshot ] = await transport.check( [ 'job_1' ], options );
	expect(
		Date.parse( snapshot?.serverTime ?? '' ) -
			Date.parse( snapshot?.createdAt ?? '' )
	).toBe( 4_000 );
} );

test( 'a failed job carries its sentence', async () => {
	const { transport } = await setUp(
		ok( { ...checked, status: 'failed', error: 'Quota.' } )
	);
	expect( await transport.check( [ 'job_1' ], options ) ).toMatchObject( [
		{ status: 'failed', error: { code: 'internal', message: 'Quota.' } },
	] );
} );

test( 'a stale nonce is renewed once', async () => {
	const { transport, received } = await setUp(
		refused( 'Nonce Error' ),
		ok( checked )
	);
	await transport.check( [ 'job_1' ], options );
	expect(
		received.map( ( { body } ) =>
			new URLSearchParams( body ).get( 'admin_nonce' )
		)
	).toEqual( [ 'n1', 'n2' ] );
} );

test.each< [ string, ScriptedAnswer, object ] >( [
	[
		'not found',
		refused( { success: false, message: 'Job not found' } ),
		{ code: 'not_found', retryable: false },
	],
	[
		'an honest status',
		{
			status: 404,
			body: { success: false, data: { message: 'Job not found' } },
		},
		{ code: 'not_found' },
	],
	[
		'who is not allowed to',
		refused( 'You are not authorized to generate content!' ),
		{ code: 'forbidden', retryable: false },
	],
	[
		'an honest status with a sentence',
		{
			status: 429,
			headers: { 'Retry-After': '7' },
			body: { success: false, data: 'Too many.' },
		},
		{ code: 'rate_limited', retryable: true, retryAfterMs: 7_000 },
	],
	[
		'an invalid type',
		refused( 'Invalid job type' ),
		{ code: 'invalid_input', message: 'Invalid job type' },
	],
	[
		'the body 0 of who is logged out',
		{ status: 400, body: '0' },
		{ code: 'not_logged_in' },
	],
	[
		'401, of who is logged out',
		{ status: 401, body: { success: false, data: 'Unauthorized' } },
		{ code: 'not_logged_in' },
	],
	[
		'the body 0 of an action that said nothing',
		{ body: '0' },
		{ code: 'protocol', retryable: true },
	],
	[
		'the body -1 of a bad nonce',
		{ status: 403, body: '-1' },
		{ code: 'invalid_nonce' },
	],
	[
		'an HTML page',
		{ status: 502, body: '<html></html>' },
		{ code: 'server', retryable: true },
	],
	[
		'an HTML page with status 200',
		{ body: '<html></html>' },
		{ code: 'blocked', retryable: false },
	],
	[
		'a missing field',
		ok( { success: true, status: 'pending', created_at: 1 } ),
		{ code: 'protocol', field: 'updated_at' },
	],
] )( 'reads %s', async ( _name, answer, error ) => {
	const { transport } = await setUp( answer );
	await expect(
		transport.check( [ 'job_1' ], options )
	).rejects.toMatchObject( error );
} );

const imageRequest = ( over: object = {} ) => ( {
	type: 'image',
	input: { prompt: 'Rain', count: 2, aspectRatio: '16:9', ...over },
	idempotencyKey: 'key',
} );
const sentFields = ( body: string | undefined ) =>
	Object.fromEntries( new URLSearchParams( body ) );

test( 'images are asked for in the form’s words, shown, and saved by what they are', async () => {
	const { transport, received } = await setUp(
		ok( { job_id: 'job_1' } ),
		ok( {
			...checked,
			status: 'completed',
			result: {
				success: true,
				images: [
					{
						image_url: 'https://example.org/1.png',
						image_b64: null,
						revised_prompt: 'Wet',
					},
					{ image_url: null, image_b64: 'AAAA' },
				],
				usage: null,
			},
		} ),
		ok( {
			attachment_id: 12,
			url: 'https://example.org/wp/2.png',
			alt: 'Rain',
			title: '',
			caption: '',
			description: '',
		} )
	);
	const client = createAiJobClient( {
		transport,
		environment: createFakeEnvironment(),
	} );
	const job = await client.start( 'image', {
		prompt: 'Rain',
		count: 2,
		aspectRatio: '16:9',
	} );
	expect( sentFields( received[ 0 ]?.body ) ).toEqual( {
		action: 'start_ai_job',
		admin_nonce: 'n1',
		job_type: 'image',
		prompt: 'Rain',
		image_count: '2',
		size: '1536x1024',
	} );
	const [ snapshot ] = await transport.check( [ job.id ], options );
	expect( snapshot && client.readResult( snapshot, job ) ).toMatchObject( {
		status: 'completed',
		result: {
			images: [
				{
					index: 0,
					width: 1_536,
					height: 1_024,
					previewUrl: 'https://example.org/1.png',
					revisedPrompt: 'Wet',
				},
				{ index: 1, previewUrl: 'data:image/png;base64,AAAA' },
			],
			failures: [],
		},
	} );
	expect( await client.importImage( job, 1, { alt: 'Rain' } ) ).toMatchObject(
		{ attachmentId: 12, width: 1_536, alt: 'Rain' }
	);
	expect( sentFields( received[ 2 ]?.body ) ).toEqual( {
		action: 'save_ai_generated_image',
		admin_nonce: 'n1',
		image_b64: 'AAAA',
		prompt: 'Rain',
		alt_tag: 'Rain',
	} );
} );

test( 'what the classic wire cannot say of an image is not sent half', async () => {
	const { transport, received } = await setUp( ok( { job_id: 'job_1' } ) );
	await expect(
		transport.start( imageRequest( { referenceAttachmentId: 7 } ), options )
	).rejects.toMatchObject( { code: 'unsupported' } );
	await expect(
		transport.importImage?.( 'job_1', 0, {}, options )
	).rejects.toMatchObject( { code: 'not_found' } );
	expect( received ).toEqual( [] );
} );
