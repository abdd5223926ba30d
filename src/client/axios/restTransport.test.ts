import { expect, test, vi } from 'vitest';
import { createRestTransport } from './restTransport.ts';
import { serve, type ScriptedAnswer } from './scriptedServer.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';

const snapshot = wireSnapshot( { status: 'pending', attempt: 0 } );
const stale: ScriptedAnswer = {
	status: 403,
	body: {
		code: 'rest_cookie_invalid_nonce',
		message: 'Cookie check failed',
		data: { status: 403 },
	},
};
const html = '<!DOCTYPE html><title>Bad gateway</title>';
const request = {
	type: 'content',
	input: { prompt: 'Rain' },
	idempotencyKey: 'key',
};
const options = { signal: new AbortController().signal, timeoutMs: 5_000 };

async function setUp( ...answers: ScriptedAnswer[] ) {
	const server = await serve( ...answers );
	const root = `${ server.origin }/wp-json/`;
	const nonceUrl = `${ server.origin }/wp-admin/admin-ajax.php?action=rest-nonce`;
	return {
		...server,
		root,
		nonceUrl,
		transport: createRestTransport( { root, nonce: 'n1', nonceUrl } ),
	};
}

test( 'start sends type, input, nonce and key', async () => {
	const { transport, received } = await setUp( {
		status: 201,
		body: snapshot,
	} );
	expect( ( await transport.start( request, options ) ).id ).toBe( 'a' );
	expect( received[ 0 ] ).toMatchObject( {
		method: 'POST',
		url: '/wp-json/wp-ai-jobs/v1/jobs',
		headers: { 'x-wp-nonce': 'n1', 'idempotency-key': 'key' },
	} );
	expect( JSON.parse( received[ 0 ]?.body ?? '' ) ).toEqual( {
		type: 'content',
		input: { prompt: 'Rain' },
		idempotency_key: 'key',
	} );
} );

test( 'many jobs are asked for in one request, also without pretty permalinks', async () => {
	const { origin, received } = await setUp( { body: [ snapshot ] } );
	const transport = createRestTransport( {
		root: `${ origin }/?rest_route=/`,
	} );
	await transport.check( [ 'a', 'b' ], options );
	const url = new URL( received[ 0 ]?.url ?? '', origin );
	expect( url.searchParams.get( 'rest_route' ) ).toBe(
		'/wp-ai-jobs/v1/jobs'
	);
	expect( url.searchParams.get( 'include' ) ).toBe( 'a,b' );
} );

test( 'a stale nonce is renewed once, silently, for all that it stopped', async () => {
	const { transport, received } = await setUp(
		stale,
		stale,
		{ body: '0123456789' },
		{ body: [ snapshot ] }
	);
	await Promise.all( [
		transport.check( [ 'a' ], options ),
		transport.check( [ 'a' ], options ),
	] );
	expect(
		received.map( ( { url, headers } ) => [
			url?.split( '?' )[ 0 ],
			headers[ 'x-wp-nonce' ],
		] )
	).toEqual( [
		[ '/wp-json/wp-ai-jobs/v1/jobs', 'n1' ],
		[ '/wp-json/wp-ai-jobs/v1/jobs', 'n1' ],
		[ '/wp-admin/admin-ajax.php', undefined ],
		[ '/wp-json/wp-ai-jobs/v1/jobs', '0123456789' ],
		[ '/wp-json/wp-ai-jobs/v1/jobs', '0123456789' ],
	] );
} );

test( 'a nonce that stays stale is an error, not a loop', async () => {
	const { transport, received } = await setUp(
		stale,
		{ body: '0123456789' },
		stale
	);
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'invalid_nonce',
	} );
	expect( received ).toHaveLength( 3 );
} );

test( 'who is logged out gets no nonce and is told so', async () => {
	const { transport } = await setUp( stale, { status: 400, body: '0' } );
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'not_logged_in',
	} );
} );

test( 'who has logged in again goes on with a nonce of the new session', async () => {
	const { transport, received } = await setUp(
		stale,
		{ status: 400, body: '0' },
		stale,
		{ body: 'abcdef0123' },
		{ body: [ snapshot ] }
	);
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'not_logged_in',
	} );
	expect( await transport.check( [ 'a' ], options ) ).toHaveLength( 1 );
	expect( received.at( -1 )?.headers[ 'x-wp-nonce' ] ).toBe( 'abcdef0123' );
} );

test( 'where another user has logged in, the job is not found: theirs is none of it', async () => {
	const { transport } = await setUp(
		stale,
		{ body: 'abcdef0123' },
		{
			status: 404,
			body: { code: 'ai_job_not_found', message: 'No such job.' },
		}
	);
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'not_found',
		retryable: false,
	} );
} );

test( 'a request that is aborted takes no renewal from those that share it', async () => {
	const { transport, received } = await setUp(
		stale,
		stale,
		{ body: '0123456789', delayed: true },
		{ body: [ snapshot ] }
	);
	const controller = new AbortController();
	const aborted = expect(
		transport.check( [ 'a' ], { ...options, signal: controller.signal } )
	).rejects.toMatchObject( { name: 'AbortError' } );
	const other = transport.check( [ 'a' ], options );
	await vi.waitFor( () => expect( received ).toHaveLength( 3 ) );
	controller.abort();
	await aborted;
	received[ 2 ]?.answer();
	expect( await other ).toHaveLength( 1 );
} );

test( 'a renewal that is lost is a lost connection, to be tried again', async () => {
	const { transport } = await setUp( stale, { body: '', drop: true } );
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'network',
		retryable: true,
	} );
} );

test( 'a nonce that comes with an answer is used from then on', async () => {
	const { transport, received } = await setUp( {
		headers: { 'X-WP-Nonce': 'n2' },
		body: [ snapshot ],
	} );
	await transport.check( [ 'a' ], options );
	await transport.check( [ 'a' ], options );
	expect(
		received.map( ( { headers } ) => headers[ 'x-wp-nonce' ] )
	).toEqual( [ 'n1', 'n2' ] );
} );

test.each< [ string, ScriptedAnswer, object ] >( [
	[
		'bad input with its field',
		{
			status: 400,
			body: {
				code: 'ai_job_invalid_input',
				message: 'Too long.',
				data: { field: 'input.post_text.0.max_words' },
			},
		},
		{
			code: 'invalid_input',
			message: 'Too long.',
			field: 'input.postText.0.maxWords',
			retryable: false,
		},
	],
	[
		'WordPress’s own bad parameter',
		{
			status: 400,
			body: {
				code: 'rest_invalid_param',
				message: 'No.',
				data: { params: { include: 'No.' } },
			},
		},
		{ code: 'invalid_input', field: 'include' },
	],
	[
		'an unknown job',
		{ status: 404, body: { code: 'ai_job_not_found', message: 'No.' } },
		{ code: 'not_found' },
	],
	[
		'a site without the plugin',
		{ status: 404, body: { code: 'rest_no_route', message: 'No.' } },
		{ code: 'unsupported', retryable: false },
	],
	[
		'no provider, and where to set one up',
		{
			status: 503,
			body: {
				code: 'ai_job_no_provider',
				message: 'No.',
				data: { retryable: false, settings_url: '/s' },
			},
		},
		{ code: 'no_provider', settingsUrl: '/s', retryable: false },
	],
	[
		'too many, and how long to wait',
		{
			status: 429,
			headers: { 'Retry-After': '7' },
			body: { code: 'ai_job_rate_limited', message: 'No.' },
		},
		{ code: 'rate_limited', retryAfterMs: 7_000, retryable: true },
	],
	[
		'Retry-After as a date, against the answer’s own clock',
		{
			status: 503,
			headers: {
				'Retry-After': 'Tue, 24 Nov 2026 10:00:30 GMT',
				Date: 'Tue, 24 Nov 2026 10:00:00 GMT',
			},
			body: html,
		},
		{ code: 'server', retryAfterMs: 30_000, retryable: true },
	],
	[
		'an HTML page of a gateway',
		{ status: 502, body: html },
		{ code: 'server', retryable: true },
	],
	[ 'an empty answer', { body: '' }, { code: 'protocol', retryable: true } ],
	[
		'a connection that breaks in the middle',
		{ body: [ snapshot ], drop: true },
		{ code: 'network', retryable: true },
	],
	[
		'a field that does not fit',
		{ body: [ { ...snapshot, attempt: 'x' } ] },
		{ code: 'protocol', field: 'snapshot.attempt', retryable: false },
	],
	[ 'an object where a list belongs', { body: {} }, { code: 'protocol' } ],
] )( 'reads %s', async ( _name, answer, error ) => {
	const { transport } = await setUp( answer );
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject(
		error
	);
} );

test( 'a site that cannot be reached is a network error', async () => {
	const transport = createRestTransport( {
		root: 'http://127.0.0.1:1/wp-json/',
	} );
	await expect( transport.check( [ 'a' ], options ) ).rejects.toMatchObject( {
		code: 'network',
		retryable: true,
	} );
} );

test( 'an answer that does not come in time is a timeout', async () => {
	const { transport } = await setUp( { silent: true } );
	await expect(
		transport.check( [ 'a' ], { ...options, timeoutMs: 1 } )
	).rejects.toMatchObject( {
		code: 'timeout',
		retryable: true,
	} );
} );

test( 'an abort during a request is an AbortError', async () => {
	const { transport, received } = await setUp( { silent: true } );
	const controller = new AbortController();
	const answer = expect(
		transport.check( [ 'a' ], { ...options, signal: controller.signal } )
	).rejects.toMatchObject( { name: 'AbortError' } );
	await vi.waitFor( () => expect( received ).toHaveLength( 1 ) );
	controller.abort();
	await answer;
} );

test( 'a run request goes out and is not waited for', async () => {
	const { transport, received } = await setUp( { silent: true } );
	expect( transport.run?.( 'a' ) ).toBeUndefined();
	await vi.waitFor( () =>
		expect( received[ 0 ]?.url ).toBe( '/wp-json/wp-ai-jobs/v1/jobs/a/run' )
	);
} );

test( 'capabilities are asked for beside the jobs', async () => {
	const content = {
		available: false,
		provider: null,
		label: null,
		demo: false,
	};
	const { transport, received } = await setUp( {
		body: { types: { content }, settings_url: '/s' },
	} );
	expect( await transport.capabilities?.( options ) ).toEqual( {
		types: { content },
		settingsUrl: '/s',
	} );
	expect( received[ 0 ]?.url ).toBe( '/wp-json/wp-ai-jobs/v1/capabilities' );
} );

test( 'an image is imported by its job and index', async () => {
	const { transport, received } = await setUp( {
		status: 201,
		body: {
			attachment_id: 12,
			url: 'https://example.org/umbrella.png',
			width: 1536,
			height: 1024,
			mime_type: 'image/png',
			alt: 'A red umbrella',
			title: '',
			caption: '',
			description: 'Rain',
		},
	} );
	expect(
		await transport.importImage?.(
			'a',
			1,
			{ alt: 'A red umbrella' },
			options
		)
	).toMatchObject( { attachmentId: 12, mimeType: 'image/png' } );
	expect( received[ 0 ] ).toMatchObject( {
		method: 'POST',
		url: '/wp-json/wp-ai-jobs/v1/jobs/a/images/1',
		headers: { 'x-wp-nonce': 'n1' },
	} );
	expect( JSON.parse( received[ 0 ]?.body ?? '' ) ).toEqual( {
		alt: 'A red umbrella',
	} );
} );

test.each( [
	[ 404, 'ai_job_image_not_found', 'not_found', false ],
	[ 422, 'ai_job_image_unusable', 'image_unusable', false ],
	[ 500, 'ai_job_storage_failed', 'server', true ],
] )(
	'an import refused with %i %s',
	async ( status, wire, code, retryable ) => {
		const { transport } = await setUp( {
			status,
			body: { code: wire, message: 'No.', data: { status, retryable } },
		} );
		await expect(
			transport.importImage?.( 'a', 0, {}, options )
		).rejects.toMatchObject( { code, retryable } );
	}
);

test( 'an unknown status is told', async () => {
	const { root } = await setUp( {
		body: [ { ...snapshot, status: 'paused' } ],
	} );
	const onUnknownStatus = vi.fn();
	const transport = createRestTransport( { root, onUnknownStatus } );
	expect( await transport.check( [ 'a' ], options ) ).toMatchObject( [
		{ status: 'processing' },
	] );
	expect( onUnknownStatus ).toHaveBeenCalledExactlyOnceWith( 'paused' );
} );

test( 'a post’s jobs come with what was asked', async () => {
	const { transport, received } = await setUp( {
		body: [
			{
				...snapshot,
				input: { prompt: 'Rain', aspect_ratio: '3:2' },
				context: { post_id: 7, selected_text: 'Drip.' },
			},
			snapshot,
		],
	} );
	expect( await transport.list?.( 7, options ) ).toMatchObject( [
		{
			id: 'a',
			input: { prompt: 'Rain', aspectRatio: '3:2' },
			context: { postId: 7, selectedText: 'Drip.' },
		},
		{ id: 'a', input: null, context: {} },
	] );
	expect( received[ 0 ]?.url ).toBe( '/wp-json/wp-ai-jobs/v1/jobs?post=7' );
} );
