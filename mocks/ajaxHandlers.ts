import { http, HttpResponse, type HttpHandler } from 'msw';
import * as v from 'valibot';
import type { JobBackend, WireSnapshot } from './backend.ts';
import { createFaultPlayer } from './faults.ts';
import { Refusal } from './refusal.ts';

const contentResult = v.object( { content: v.string() } );

const success = ( data: unknown ) =>
	HttpResponse.json( { success: true, data } );
const failure = ( status: number, data: unknown ) =>
	HttpResponse.json( { success: false, data }, { status } );

const seconds = ( time: string ) => Math.floor( Date.parse( time ) / 1_000 );

/** The classic body of a status check. */
function classicSnapshot( snapshot: WireSnapshot ) {
	const result = v.safeParse( contentResult, snapshot.result );
	return {
		success: true,
		// The classic wire has no such word.
		status: snapshot.status === 'cancelled' ? 'failed' : snapshot.status,
		created_at: seconds( snapshot.created_at ),
		updated_at: seconds( snapshot.finished_at ?? snapshot.server_time ),
		...( result.success && {
			result: { success: true, content: result.output.content },
		} ),
		...( snapshot.error && { error: snapshot.error.message } ),
	};
}

/**
 * The classic actions over `admin-ajax.php`, as our plugin answers them, and
 * core's own nonce endpoint beside them.
 *
 * @param ajaxUrl The site's `admin-ajax.php`.
 * @param backend Answers.
 */
export function createAjaxHandlers(
	ajaxUrl: string,
	backend: JobBackend
): HttpHandler[] {
	const faults = createFaultPlayer( backend, () =>
		failure( 403, 'Nonce Error' )
	);

	const answer = ( act: () => unknown ): Response => {
		try {
			return success( act() );
		} catch ( error ) {
			if ( ! ( error instanceof Refusal ) ) {
				throw error;
			}
			return error.status === 401
				? HttpResponse.text( '0', { status: 400 } )
				: failure( error.status, {
						success: false,
						message:
							error.code === 'ai_job_not_found'
								? 'Job not found'
								: error.message,
					} );
		}
	};

	return [
		http.post( ajaxUrl, async ( { request } ) => {
			const fields = await request.formData();
			const field = ( name: string ) => {
				const value = fields.get( name );
				return typeof value === 'string' ? value : '';
			};
			switch ( field( 'action' ) ) {
				case 'start_ai_job':
					return faults.start( () =>
						answer( () => {
							const { snapshot } = backend.start(
								{
									type: field( 'job_type' ),
									input: { prompt: field( 'prompt' ) },
								},
								null,
								'job_'
							);
							return {
								job_id: snapshot.id,
								message: 'AI job started',
							};
						} )
					);
				case 'check_ai_job_status':
					return faults.check( () =>
						answer(
							() =>
								backend
									.check( [ field( 'job_id' ) ] )
									.map( classicSnapshot )[ 0 ]
						)
					);
				default:
					return HttpResponse.text( '0', { status: 400 } );
			}
		} ),
		http.get( ajaxUrl, () =>
			backend.user
				? HttpResponse.text( '0123456789' )
				: HttpResponse.text( '0', { status: 400 } )
		),
	];
}
