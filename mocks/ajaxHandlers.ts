import { http, HttpResponse, type HttpHandler } from 'msw';
import * as v from 'valibot';
import type { JobBackend } from './backend.ts';
import { createFaultPlayer } from './faults.ts';
import { invalidInput, Refusal } from './refusal.ts';
import type { WireSnapshot } from './wireSnapshot.ts';

const contentResult = v.object( { content: v.string() } );

const imageResult = v.object( {
	images: v.array(
		v.object( {
			preview_url: v.string(),
			revised_prompt: v.nullable( v.string() ),
		} )
	),
} );

/** How many images a classic client gets that does not say so. */
const DEFAULT_COUNT = 4;

/** A result as the classic wire has it; undefined where there is none. */
function classicResult( result: unknown ) {
	const content = v.safeParse( contentResult, result );
	if ( content.success ) {
		return { success: true, content: content.output.content };
	}
	const images = v.safeParse( imageResult, result );
	return images.success
		? images.output.images.map( ( image ) => ( {
				url: image.preview_url,
				revised_prompt: image.revised_prompt,
			} ) )
		: undefined;
}

/** Which image of which job a preview's address is of. */
function readPreviewUrl( url: string ) {
	const [ , id, index ] = /\/jobs\/([^/]+)\/images\/(\d+)$/.exec( url ) ?? [];
	if ( id === undefined ) {
		throw invalidInput( 'image_url', 'There is no image to save.' );
	}
	return { id, index: Number( index ) };
}

const success = ( data: unknown ) =>
	HttpResponse.json( { success: true, data } );
const failure = ( status: number, data: unknown, retryAfterS?: number ) =>
	HttpResponse.json(
		{ success: false, data },
		{
			status,
			...( retryAfterS !== undefined && {
				headers: { 'Retry-After': String( retryAfterS ) },
			} ),
		}
	);

const seconds = ( time: string ) => Math.floor( Date.parse( time ) / 1_000 );

/** The classic body of a status check. */
function classicSnapshot( snapshot: WireSnapshot ) {
	const result = classicResult( snapshot.result );
	return {
		success: true,
		// The classic wire has no such word.
		status: snapshot.status === 'cancelled' ? 'failed' : snapshot.status,
		created_at: seconds( snapshot.created_at ),
		updated_at: seconds( snapshot.finished_at ?? snapshot.server_time ),
		...( result && { result } ),
		...( snapshot.error && { error: snapshot.error.message } ),
		...( snapshot.status === 'cancelled' && {
			error: 'The job was stopped.',
		} ),
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
				: failure(
						error.status,
						{
							success: false,
							message:
								error.code === 'ai_job_not_found'
									? 'Job not found'
									: error.message,
						},
						error.retryAfterS
					);
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
									input: {
										prompt: field( 'prompt' ),
										...( field( 'job_type' ) ===
											'image' && {
											count: Number(
												field( 'image_count' ) ||
													DEFAULT_COUNT
											),
										} ),
									},
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
				case 'save_ai_generated_image':
					return answer( () => {
						const { id, index } = readPreviewUrl(
							field( 'image_url' )
						);
						const texts = Object.entries( {
							alt: field( 'alt_tag' ),
							title: field( 'title' ),
							caption: field( 'caption' ),
							description: field( 'description' ),
						} ).filter( ( [ , text ] ) => text !== '' );
						return backend.importImage(
							id,
							index,
							Object.fromEntries( texts )
						).attachment;
					} );
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
