import { mapValues } from 'es-toolkit/object';
import { http, HttpResponse, type HttpHandler } from 'msw';
import * as v from 'valibot';
import type { JobBackend } from './backend.ts';
import { createFaultPlayer } from './faults.ts';
import { invalidInput, Refusal } from './refusal.ts';
import type { WireSnapshot } from './wireSnapshot.ts';

const usage = v.nullable(
	v.object( { input_tokens: v.number(), output_tokens: v.number() } )
);

const contentResult = v.object( { content: v.string(), usage } );

const imageResult = v.object( {
	images: v.array(
		v.object( {
			preview_url: v.string(),
			revised_prompt: v.nullable( v.string() ),
		} )
	),
	usage,
} );

/** How many images a classic client gets that does not say so. */
const DEFAULT_COUNT = 4;

/** What a text may be for. */
const CONTENT_FOR = [ 'writePageContent', 'writeRichtext', 'writeInputFields' ];

/** How long the proposed texts of an image may be, in characters. */
const TEXT_LENGTHS = {
	title: 60,
	alt_tag: 125,
	caption: 200,
	description: 300,
};

const proposeTexts = ( prompt: string ) =>
	mapValues( TEXT_LENGTHS, ( length ) =>
		[ ...prompt ].slice( 0, length ).join( '' )
	);

/** A result as the classic wire has it; undefined where there is none. */
function classicResult( result: unknown, prompt: string ) {
	const content = v.safeParse( contentResult, result );
	if ( content.success ) {
		const { content: text, usage: used } = content.output;
		return {
			success: true,
			content: text,
			usage: used && {
				prompt_tokens: used.input_tokens,
				completion_tokens: used.output_tokens,
				total_tokens: used.input_tokens + used.output_tokens,
			},
		};
	}
	const images = v.safeParse( imageResult, result );
	return images.success
		? {
				success: true,
				images: images.output.images.map( ( image ) => ( {
					image_url: image.preview_url,
					image_b64: null,
					revised_prompt: image.revised_prompt ?? prompt,
					...proposeTexts( image.revised_prompt ?? prompt ),
				} ) ),
				usage: classicImageUsage( images.output.usage ),
			}
		: undefined;
}

const classicImageUsage = ( used: v.InferOutput< typeof usage > ) => ( {
	input_tokens: used && used.input_tokens,
	output_tokens: used && used.output_tokens,
	total_tokens: used && used.input_tokens + used.output_tokens,
	message: used
		? `The images used ${ used.input_tokens } input tokens and ${ used.output_tokens } output tokens.`
		: 'The AI provider does not say how many tokens the images used.',
	raw_usage: used,
} );

/** Which image of which job a preview's address is of. */
function readPreviewUrl( url: string ) {
	const [ , id, index ] = /\/jobs\/([^/]+)\/images\/(\d+)$/.exec( url ) ?? [];
	if ( id === undefined ) {
		throw invalidInput(
			'image_url',
			'Image data (URL or base64) and prompt are required'
		);
	}
	return { id, index: Number( index ) };
}

/** The start that a form asks for. */
function readStart( field: ( name: string ) => string ) {
	const type = field( 'job_type' );
	if ( type !== 'content' && type !== 'image' ) {
		throw invalidInput( 'job_type', 'Invalid job type' );
	}
	if ( field( 'prompt' ).trim() === '' ) {
		throw invalidInput( 'prompt', 'Prompt is required' );
	}
	const use = field( 'content_for' );
	if ( type === 'content' && use !== '' && ! CONTENT_FOR.includes( use ) ) {
		throw invalidInput( 'content_for', 'Invalid content_for' );
	}
	return {
		type,
		input: {
			prompt: field( 'prompt' ),
			...( type === 'image' && {
				count: Number( field( 'image_count' ) || DEFAULT_COUNT ),
			} ),
		},
	};
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
function classicSnapshot( snapshot: WireSnapshot, prompt: string ) {
	const result = classicResult( snapshot.result, prompt );
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

	const promptOf = ( id: string ) => {
		const { input } =
			backend.started().find( ( job ) => job.id === id ) ?? {};
		const asked = v.safeParse( v.object( { prompt: v.string() } ), input );
		return asked.success ? asked.output.prompt : '';
	};

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
						error.code === 'ai_job_not_found'
							? { success: false, message: 'Job not found' }
							: error.message,
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
								readStart( field ),
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
						answer( () => {
							const id = field( 'job_id' );
							if ( id === '' ) {
								throw invalidInput(
									'job_id',
									'Job ID is required'
								);
							}
							return backend
								.check( [ id ] )
								.map( ( snapshot ) =>
									classicSnapshot( snapshot, promptOf( id ) )
								)[ 0 ];
						} )
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
