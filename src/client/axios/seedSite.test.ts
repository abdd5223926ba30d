import { expect, test } from 'vitest';
import { createAiJobClient } from '../createAiJobClient.ts';
import { createFakeEnvironment } from '../fakeEnvironment.ts';
import { createAjaxTransport } from './ajaxTransport.ts';
import { openSeedSite, SEED_CONTENT, SEED_NONCE } from './seedSite.fixture.ts';

async function setUp() {
	const site = await openSeedSite();
	const transport = createAjaxTransport( {
		ajaxUrl: site.ajaxUrl,
		nonce: SEED_NONCE,
	} );
	const client = createAiJobClient( {
		transport,
		environment: createFakeEnvironment(),
	} );
	const check = ( id: string ) =>
		transport.check( [ id ], {
			signal: new AbortController().signal,
			timeoutMs: 5_000,
		} );
	return { site, client, check };
}

test( 'a text comes from a site that has the seed’s backend alone', async () => {
	const { site, client, check } = await setUp();
	const job = await client.start( 'content', { prompt: 'Rain' } );
	expect( await check( job.id ) ).toMatchObject( [
		{ type: 'content', status: 'pending' },
	] );
	site.advance( 8 );
	site.runCron();
	const [ snapshot ] = await check( job.id );
	expect( snapshot && client.readResult( snapshot, job ) ).toMatchObject( {
		status: 'completed',
		result: {
			content: SEED_CONTENT.content,
			format: 'markdown',
			usage: { inputTokens: 12, outputTokens: 34 },
		},
	} );
	expect( site.received[ 0 ] ).toEqual( {
		action: 'start_ai_job',
		admin_nonce: SEED_NONCE,
		job_type: 'content',
		content_for: 'writePageContent',
		prompt: 'Rain',
	} );
} );

test( 'images come from it, and go to its media library with the texts that it proposed', async () => {
	const { site, client, check } = await setUp();
	const job = await client.start( 'image', {
		prompt: 'A red umbrella',
		count: 2,
		style: 'drawing',
	} );
	site.runCron();
	const [ snapshot ] = await check( job.id );
	const read = snapshot && client.readResult( snapshot, job );
	expect( read ).toMatchObject( {
		type: 'image',
		status: 'completed',
		result: {
			images: [
				{
					index: 0,
					previewUrl:
						'https://oaidalleapiprodscus.example/0.png?se=1',
					revisedPrompt: 'A red umbrella, 0',
					alt: 'A red umbrella in the rain, 0',
					title: 'Umbrella 0',
					caption: 'In the rain, 0',
					description: 'A red umbrella on a wet street, 0',
				},
				{
					index: 1,
					previewUrl: expect.stringMatching(
						/^data:image\/png;base64,iVBOR/
					),
				},
			],
			failures: [],
			usage: { inputTokens: 52, outputTokens: 4_160 },
		},
	} );
	expect( site.received[ 0 ] ).toMatchObject( {
		prompt: 'A red umbrella\n\nStyle: drawing.',
		image_count: '2',
	} );
	expect( site.received[ 0 ] ).not.toHaveProperty( 'style' );

	expect( await client.importImage( job, 0, {} ) ).toMatchObject( {
		attachmentId: 40,
		alt: 'A red umbrella in the rain, 0',
		title: 'Umbrella 0',
		caption: 'In the rain, 0',
		description: 'A red umbrella on a wet street, 0',
	} );
	await client.importImage( job, 1, { alt: 'Mine', title: '' } );
	expect( site.library[ 1 ] ).toMatchObject( {
		alt: 'Mine',
		title: '',
		caption: 'In the rain, 1',
	} );
	expect( site.received.slice( -2 ) ).toMatchObject( [
		{
			image_url: 'https://oaidalleapiprodscus.example/0.png?se=1',
			prompt: 'A red umbrella',
		},
		{ image_b64: expect.stringMatching( /^iVBOR/ ) },
	] );
} );

test( 'a job of an earlier page is known by its result', async () => {
	const { site, client } = await setUp();
	const { id } = await client.start( 'image', { prompt: 'Rain' } );
	site.runCron();
	const later = createAjaxTransport( {
		ajaxUrl: site.ajaxUrl,
		nonce: SEED_NONCE,
	} );
	expect(
		await later.check( [ id ], {
			signal: new AbortController().signal,
			timeoutMs: 5_000,
		} )
	).toMatchObject( [
		{ status: 'completed', result: { images: [ { index: 0 } ] } },
	] );
} );

test( 'its weaknesses are told as what they are', async () => {
	const { site, client, check } = await setUp();
	const late = await client.start( 'content', { prompt: 'Rain' } );
	site.runCron();
	site.advance( 301 );
	expect( await check( late.id ) ).toMatchObject( [
		{ status: 'expired', error: { code: 'expired' } },
	] );

	const seen = await client.start( 'content', { prompt: 'Rain' } );
	site.runCron();
	await check( seen.id );
	site.advance( 5 );
	site.runCron();
	await expect( check( seen.id ) ).rejects.toMatchObject( {
		code: 'not_found',
	} );

	const failing = await client.start( 'content', { prompt: 'Rain' } );
	site.runCron( { status: 'failed', error: 'Rate limit reached.' } );
	expect( await check( failing.id ) ).toMatchObject( [
		{
			status: 'failed',
			error: { code: 'internal', message: 'Rate limit reached.' },
		},
	] );

	site.isLoggedIn = false;
	await expect( check( seen.id ) ).rejects.toMatchObject( {
		code: 'not_logged_in',
	} );
} );

test.each( [
	[ 'no images', { success: true, images: null } ],
	[ 'a number for an address', { images: [ { image_url: 7 } ] } ],
	[ 'no text', { success: true } ],
] )(
	'a result with %s is an error of the wire that names the field',
	async ( _name, result ) => {
		const { site, client, check } = await setUp();
		const { id } = await client.start( 'content', { prompt: 'Rain' } );
		site.runCron( { result } );
		await expect( check( id ) ).rejects.toMatchObject( {
			code: 'protocol',
			field: expect.stringMatching( /^result\./ ),
		} );
	}
);

test( 'a report of tokens that cannot be read loses nothing', async () => {
	const { site, client, check } = await setUp();
	const text = await client.start( 'content', { prompt: 'Rain' } );
	site.runCron( { result: { ...SEED_CONTENT, usage: 'many' } } );
	expect( await check( text.id ) ).toMatchObject( [
		{ result: { content: SEED_CONTENT.content, usage: null } },
	] );
	const drawn = await client.start( 'image', { prompt: 'Rain' } );
	site.runCron( {
		result: {
			success: true,
			images: [ { image_url: 'https://example.org/1.png' } ],
			usage: { input_tokens: null, output_tokens: null },
		},
	} );
	expect( await check( drawn.id ) ).toMatchObject( [
		{ result: { images: [ { alt: null } ], usage: null } },
	] );
} );
