import type { APIRequestContext } from '@playwright/test';
import { createAjaxTransport } from '../src/client/axios/index.ts';
import { createAiJobClient } from '../src/client/index.ts';
import { expect, test } from './fixtures.ts';
import { logIn } from './logIn.ts';
import { ANSWER } from './openaiServer.ts';

test.use( { muPlugins: [ 'classic-nonce' ] } );

const AJAX = '/wp-admin/admin-ajax.php';

async function readNonce( request: APIRequestContext ): Promise< string > {
	const answer = await request.get( `${ AJAX }?action=classic_nonce` );
	return answer.text();
}

test( 'a form-encoded client gets the answers of the classic wire', async ( {
	request,
} ) => {
	await logIn( request );
	const nonce = await readNonce( request );
	const post = async ( form: Record< string, string > ) => {
		const answer = await request.post( AJAX, {
			form: { admin_nonce: nonce, ...form },
		} );
		const body: unknown = await answer.json();
		return { status: answer.status(), body };
	};

	const started = await post( {
		action: 'start_ai_job',
		job_type: 'content',
		prompt: 'Rain in the city',
		content_for: 'writePageContent',
	} );
	expect( started ).toEqual( {
		status: 200,
		body: {
			success: true,
			data: {
				job_id: expect.stringMatching( /^job_[0-9a-f-]{36}$/ ),
				message: expect.any( String ),
			},
		},
	} );
	const { data } = started.body as { data: { job_id: string } };

	const check = () =>
		post( { action: 'check_ai_job_status', job_id: data.job_id } );
	const first = await check();
	expect( first ).toEqual( {
		status: 200,
		body: {
			success: true,
			data: expect.objectContaining( {
				success: true,
				status: expect.stringMatching(
					/^(pending|processing|completed)$/
				),
				created_at: expect.any( Number ),
				updated_at: expect.any( Number ),
			} ),
		},
	} );

	await expect.poll( check, { timeout: 30_000 } ).toEqual( {
		status: 200,
		body: {
			success: true,
			data: {
				success: true,
				status: 'completed',
				created_at: expect.any( Number ),
				updated_at: expect.any( Number ),
				result: {
					success: true,
					content: ANSWER,
					usage: {
						prompt_tokens: 10,
						completion_tokens: 20,
						total_tokens: 30,
					},
				},
			},
		},
	} );
} );

test( 'classic errors say what clients of the classic wire look for', async ( {
	request,
} ) => {
	const post = async ( form: Record< string, string > ) => {
		const answer = await request.post( AJAX, { form } );
		return { status: answer.status(), body: await answer.text() };
	};
	const nobody = await post( {
		action: 'start_ai_job',
		job_type: 'content',
		prompt: 'Rain',
	} );
	expect( nobody ).toEqual( { status: 400, body: '0' } );

	await logIn( request );
	const stale = await post( {
		action: 'start_ai_job',
		admin_nonce: 'stale',
		job_type: 'content',
		prompt: 'Rain',
	} );
	expect( JSON.parse( stale.body ) ).toEqual( {
		success: false,
		data: 'Nonce Error',
	} );

	const unknown = await post( {
		action: 'check_ai_job_status',
		admin_nonce: await readNonce( request ),
		job_id: 'job_00000000-0000-4000-8000-000000000000',
	} );
	expect( JSON.parse( unknown.body ) ).toEqual( {
		success: false,
		data: { success: false, message: 'Job not found' },
	} );
} );

test( 'a multipart client that was written for the seed brings images into the media library', async ( {
	request,
} ) => {
	await logIn( request );
	const nonce = await readNonce( request );
	const post = async ( multipart: Record< string, string > ) => {
		const answer = await request.post( AJAX, {
			multipart: { admin_nonce: nonce, ...multipart },
		} );
		expect( answer.status() ).toBe( 200 );
		const body: { success: boolean; data: unknown } = await answer.json();
		expect( body.success ).toBe( true );
		return body.data;
	};
	// Everything that the seed's form has.
	const { job_id: jobId } = ( await post( {
		action: 'start_ai_job',
		job_type: 'image',
		prompt: 'A red umbrella in the rain',
		model: 'gpt-image-1',
		size: '1536x1024',
		quality: 'low',
		style: 'none',
		background: 'auto',
		output_format: 'png',
		output_compression: 'standard',
		image_count: '2',
		reference_image_url: '',
		editing_mode: 'false',
		edit_type: 'edit',
	} ) ) as { job_id: string };

	const check = () =>
		post( { action: 'check_ai_job_status', job_id: jobId } ) as Promise< {
			status: string;
			result: { images: Record< string, string | null >[] };
		} >;
	await expect
		.poll( async () => ( await check() ).status, { timeout: 60_000 } )
		.toBe( 'completed' );
	const { result } = await check();
	const image = {
		image_url: expect.stringMatching( /^http/ ),
		image_b64: null,
		revised_prompt: 'A red umbrella in the rain',
		title: 'A red umbrella in the rain',
		alt_tag: 'A red umbrella in the rain',
		caption: 'A red umbrella in the rain',
		description: 'A red umbrella in the rain',
	};
	expect( result ).toEqual( {
		success: true,
		images: [ image, image ],
		usage: {
			input_tokens: null,
			output_tokens: null,
			total_tokens: null,
			message: expect.stringMatching( /\.$/ ),
			raw_usage: null,
		},
	} );

	// As the seed's page does: all that came goes back.
	const chosen = result.images[ 1 ] ?? {};
	const texts = Object.fromEntries(
		Object.entries( chosen ).flatMap( ( [ name, value ] ) =>
			value === null ? [] : [ [ name, value ] ]
		)
	);
	const shown = await request.get( texts[ 'image_url' ] ?? '' );
	expect( shown.headers()[ 'content-type' ] ).toBe( 'image/png' );
	const saved = await post( {
		action: 'save_ai_generated_image',
		prompt: 'A red umbrella in the rain',
		...texts,
	} );
	expect( saved ).toEqual( {
		attachment_id: expect.any( Number ),
		url: expect.stringMatching( /\.png$/ ),
		alt: 'A red umbrella in the rain',
		title: 'A red umbrella in the rain',
		caption: 'A red umbrella in the rain',
		description: 'A red umbrella in the rain',
	} );
} );

test( 'createAjaxTransport runs a job to its end', async ( {
	request,
	site,
	provider,
} ) => {
	await logIn( request );
	const { cookies } = await request.storageState();
	const client = createAiJobClient( {
		transport: createAjaxTransport( {
			// A browser would send them by itself.
			ajaxUrl: `${ site.url + AJAX }?${ new URLSearchParams(
				cookies.map( ( { name, value } ) => [
					`cookies[${ name }]`,
					decodeURIComponent( value ),
				] )
			).toString() }`,
			nonce: await readNonce( request ),
		} ),
	} );
	const result = await client.run( 'content', {
		prompt: 'Rain in the city',
	} );

	expect( result ).toEqual( {
		content: ANSWER,
		format: 'markdown',
		model: null,
		usage: { inputTokens: 10, outputTokens: 20 },
	} );
	expect( provider.calls ).toHaveLength( 1 );
} );
