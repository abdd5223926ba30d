import { http, HttpResponse, type HttpHandler } from 'msw';
import type { JobBackend } from './backend.ts';
import { demoImage } from './demoImage.ts';
import { createFaultPlayer } from './faults.ts';
import { invalidInput, Refusal } from './refusal.ts';

const MAX_INCLUDED = 50;

/** 256 KiB, as the plugin's. */
const MAX_BODY_BYTES = 256 * 1_024;

const refuse = ( { status, code, message, data, retryAfterS }: Refusal ) =>
	HttpResponse.json(
		{ code, message, data },
		{
			status,
			...( retryAfterS !== undefined && {
				headers: { 'Retry-After': String( retryAfterS ) },
			} ),
		}
	);

/** Answers with what the act brings, or with its refusal. */
async function answer(
	act: () => unknown,
	status: ( body: unknown ) => number = () => 200
): Promise< Response > {
	try {
		const body = await act();
		return HttpResponse.json( JSON.parse( JSON.stringify( body ) ), {
			status: status( body ),
		} );
	} catch ( error ) {
		if ( error instanceof Refusal ) {
			return refuse( error );
		}
		throw error;
	}
}

function answerImage( draw: () => Uint8Array< ArrayBuffer > ): Response {
	try {
		return new HttpResponse( draw(), {
			headers: {
				'Content-Type': 'image/png',
				'Content-Disposition': 'inline',
				'X-Content-Type-Options': 'nosniff',
			},
		} );
	} catch ( error ) {
		if ( error instanceof Refusal ) {
			return refuse( error );
		}
		throw error;
	}
}

/** The post that a query names. */
function readPost( request: Request ): number | undefined {
	const post = new URL( request.url ).searchParams.get( 'post' );
	if ( post === null ) {
		return undefined;
	}
	if ( ! /^[1-9]\d*$/.test( post ) ) {
		throw invalidInput( 'post', 'The post is not valid.' );
	}
	return Number( post );
}

async function readBody( request: Request ): Promise< unknown > {
	const text = await request.text();
	if ( new TextEncoder().encode( text ).length > MAX_BODY_BYTES ) {
		throw new Refusal(
			413,
			'ai_job_too_large',
			'The request is too large.'
		);
	}
	let body: unknown;
	try {
		body = JSON.parse( text );
	} catch {
		throw new Refusal(
			400,
			'rest_invalid_json',
			'Invalid JSON body passed.'
		);
	}
	if ( typeof body !== 'object' ) {
		throw invalidInput(
			'body',
			'The body of the request has to be a JSON object.'
		);
	}
	return body;
}

/**
 * The REST routes of `docs/wire.md`.
 *
 * @param root    The site's REST root, ending in a slash; `*` stands for any site.
 * @param backend Answers.
 */
export function createRestHandlers(
	root: string,
	backend: JobBackend
): HttpHandler[] {
	const base = `${ root }wp-ai-jobs/v1`;
	const faults = createFaultPlayer( backend, () =>
		refuse(
			new Refusal(
				403,
				'rest_cookie_invalid_nonce',
				'Cookie check failed'
			)
		)
	);

	const action = (
		name: string,
		act: ( id: string ) => unknown
	): HttpHandler =>
		http.post( `${ base }/jobs/:id/${ name }`, ( { params } ) =>
			answer( () => act( String( params[ 'id' ] ) ) )
		);

	const readIndex = ( index: unknown ) => {
		const number = Number( index );
		if ( ! Number.isInteger( number ) ) {
			throw new Refusal(
				404,
				'ai_job_image_not_found',
				'There is no such image.'
			);
		}
		return number;
	};

	return [
		http.post( `${ base }/jobs`, ( { request } ) =>
			faults.start( async () => {
				let isNew = false;
				return answer(
					async () => {
						const started = backend.start(
							await readBody( request ),
							request.headers.get( 'Idempotency-Key' )
						);
						isNew = started.isNew;
						return started.snapshot;
					},
					() => ( isNew ? 201 : 200 )
				);
			} )
		),
		http.get( `${ base }/jobs`, ( { request } ) =>
			faults.check( () =>
				answer( () => {
					const { searchParams } = new URL( request.url );
					const post = readPost( request );
					if ( post !== undefined ) {
						return backend.list( post );
					}
					const ids = ( searchParams.get( 'include' ) ?? '' )
						.split( ',' )
						.filter( Boolean );
					if ( ids.length === 0 || ids.length > MAX_INCLUDED ) {
						throw invalidInput( 'include', 'Name 1 to 50 jobs.' );
					}
					return backend.check( ids );
				} )
			)
		),
		action( 'acknowledge', backend.acknowledge ),
		action( 'cancel', backend.cancel ),
		action( 'run', backend.run ),
		action( 'retry', backend.retry ),
		http.post(
			`${ base }/jobs/:id/images/:index`,
			( { params, request } ) => {
				let isNew = false;
				return answer(
					async () => {
						const fields = await readBody( request );
						const imported = backend.importImage(
							String( params[ 'id' ] ),
							readIndex( params[ 'index' ] ),
							fields
						);
						isNew = imported.isNew;
						return imported.attachment;
					},
					() => ( isNew ? 201 : 200 )
				);
			}
		),
		http.get( `${ base }/jobs/:id/images/:index`, ( { params } ) =>
			answerImage( () => {
				const index = readIndex( params[ 'index' ] );
				const { width, height } = backend.image(
					String( params[ 'id' ] ),
					index
				);
				return demoImage( index, width, height );
			} )
		),
		// What was imported, from the media library.
		http.get(
			'*/wp-content/uploads/ai-jobs/:id-:index-:width\\x:height.png',
			( { params } ) =>
				answerImage( () =>
					demoImage(
						Number( params[ 'index' ] ),
						Number( params[ 'width' ] ),
						Number( params[ 'height' ] )
					)
				)
		),
		http.get( `${ base }/capabilities`, ( { request } ) =>
			answer( () => backend.capabilities( readPost( request ) ) )
		),
	];
}
