import type { APIRequestContext } from '@playwright/test';
import axios from 'axios';
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
				result: { success: true, content: ANSWER },
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

test( 'createAjaxTransport runs a job to its end', async ( {
	request,
	site,
	provider,
} ) => {
	await logIn( request );
	const { cookies } = await request.storageState();
	// A browser would send them by itself.
	axios.defaults.headers.common[ 'Cookie' ] = cookies
		.map( ( { name, value } ) => `${ name }=${ value }` )
		.join( '; ' );
	const client = createAiJobClient( {
		transport: createAjaxTransport( {
			ajaxUrl: site.url + AJAX,
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
		usage: null,
	} );
	expect( provider.calls ).toHaveLength( 1 );
} );
