import type { AxiosResponse } from 'axios';
import * as v from 'valibot';
import {
	AiJobError,
	builtinJobTypes,
	parseSnapshot,
	startBody,
	type JobSnapshot,
	type StartRequest,
} from '../../protocol/index.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import {
	classicImageResult,
	createClassicImages,
	type ClassicImages,
} from './classicImages.ts';
import { sendForJson } from './http.ts';
import { createNonce, notLoggedIn, type RenewNonce } from './nonce.ts';
import { answerError } from './requestError.ts';
import { retryAfterMs } from './retryAfter.ts';

export interface AjaxTransportOptions {
	/** The site's `admin-ajax.php`. */
	readonly ajaxUrl: string;
	/** A WordPress nonce of the action `admin-nonce`. */
	readonly nonce: string;
	/** Brings a fresh nonce when the site calls this one stale. Without it that is an error. */
	readonly renewNonce?: RenewNonce;
}

/** What the classic backend wraps every answer in. */
const envelope = v.object( { success: v.boolean(), data: v.unknown() } );
const started = v.object( { job_id: v.pipe( v.string(), v.minLength( 1 ) ) } );
const checked = v.object( {
	status: v.string(),
	created_at: v.number(),
	updated_at: v.number(),
	result: v.optional( v.unknown() ),
	error: v.nullish( v.string() ),
} );
const contentResult = v.object( {
	content: v.string(),
	// An odd report is no reason to lose the text.
	usage: v.fallback(
		v.nullish(
			v.object( {
				prompt_tokens: v.number(),
				completion_tokens: v.number(),
			} )
		),
		null
	),
} );
const contentInput = v.object( {
	prompt: v.string(),
	tone: v.optional( v.string() ),
	length: v.optional( v.string() ),
	language: v.optional( v.string() ),
	keywords: v.optional( v.array( v.string() ) ),
} );

/** The classic errors that have a code of ours, by what their sentence holds. */
const BY_SENTENCE: readonly ( readonly [ RegExp, AiJobError[ 'code' ] ] )[] = [
	[ /nonce/i, 'invalid_nonce' ],
	[ /not found/i, 'not_found' ],
	[ /invalid|required|missing/i, 'invalid_input' ],
	[ /permission|allowed|authori[sz]ed/i, 'forbidden' ],
];

/**
 * Carries jobs over the classic `admin-ajax.php` backend: one job a check, no
 * cancel, no acknowledgement, no idempotency, so a lost start is not repeated.
 *
 * @param options Where the site is, and its nonce.
 * @example
 * const { ajax_url, admin_nonce } = window.EssentialBlocksLocalize;
 * const transport = createAjaxTransport( { ajaxUrl: ajax_url, nonce: admin_nonce } );
 */
export function createAjaxTransport( {
	ajaxUrl,
	nonce: firstNonce,
	renewNonce,
}: AjaxTransportOptions ): Transport {
	const nonce = createNonce( firstNonce, renewNonce );
	const images = createClassicImages();

	const send = (
		action: string,
		fields: Readonly< Record< string, string > >,
		options: RequestOptions
	) =>
		nonce.use( async ( current ) => {
			const response = await sendForJson(
				{
					url: ajaxUrl,
					method: 'post',
					data: new URLSearchParams( {
						action,
						admin_nonce: current ?? '',
						...fields,
					} ),
				},
				options
			);
			return readEnvelope( response );
		}, options );

	return {
		types: builtinJobTypes,
		async start( request, options ) {
			const data = await send(
				'start_ai_job',
				{
					job_type: request.type,
					...( request.type === 'image'
						? images.startFields( request )
						: startFields( request ) ),
				},
				options
			);
			const id = read( started, data ).job_id;
			if ( request.type === 'image' ) {
				images.began( id, request );
			}
			const now = new Date().toISOString();
			return snapshot( id, {
				type: request.type,
				status: 'pending',
				created_at: now,
				server_time: now,
			} );
		},
		async check( ids, options ) {
			return Promise.all(
				ids.map( async ( id ) => {
					const job = read(
						checked,
						await send(
							'check_ai_job_status',
							{ job_id: id },
							options
						)
					);
					return readSnapshot( id, job, images );
				} )
			);
		},
		async importImage( id, index, fields, options ) {
			return images.readSaved(
				id,
				await send(
					'save_ai_generated_image',
					images.saveFields( id, index, fields ),
					options
				)
			);
		},
	};
}

function readEnvelope( response: AxiosResponse< unknown > ): unknown {
	const { data, status, headers } = response;
	if (
		status === 401 ||
		( ( data === 0 || data === '0' ) && status === 400 )
	) {
		throw notLoggedIn();
	}
	// check_ajax_referer() says -1 and nothing else.
	if ( data === -1 || data === '-1' ) {
		throw new AiJobError( 'invalid_nonce', 'The page has become stale.', {
			httpStatus: status,
		} );
	}
	const body = v.safeParse( envelope, data );
	if ( ! body.success ) {
		throw answerError( response );
	}
	if ( ! body.output.success ) {
		const message = sentence( body.output.data );
		const code =
			BY_SENTENCE.find( ( [ pattern ] ) =>
				pattern.test( message )
			)?.[ 1 ] ?? ( status === 429 ? 'rate_limited' : 'server' );
		throw new AiJobError( code, message, {
			httpStatus: status,
			retryable: status === 429 || status >= 500,
			retryAfterMs: retryAfterMs(
				headers[ 'retry-after' ],
				headers[ 'date' ]
			),
		} );
	}
	return body.output.data;
}

function sentence( data: unknown ): string {
	if ( typeof data === 'string' ) {
		return data;
	}
	const body = v.safeParse( v.object( { message: v.string() } ), data );
	return body.success
		? body.output.message
		: 'The site refused without a reason.';
}

function read< Schema extends v.GenericSchema >(
	schema: Schema,
	data: unknown
): v.InferOutput< Schema > {
	const body = v.safeParse( schema, data );
	if ( ! body.success ) {
		const field = v.getDotPath( body.issues[ 0 ] ) ?? 'data';
		throw new AiJobError(
			'protocol',
			`${ field }: ${ body.issues[ 0 ].message }`,
			{ field }
		);
	}
	return body.output;
}

/** What the classic backend has no field for is said in the prompt. */
function startFields( request: StartRequest ): Record< string, string > {
	const { type, input } = startBody( request );
	if ( type !== 'content' ) {
		const fields = read( v.record( v.string(), v.unknown() ), input );
		return Object.fromEntries(
			Object.entries( fields ).map( ( [ name, value ] ) => [
				name,
				typeof value === 'string' ? value : JSON.stringify( value ),
			] )
		);
	}
	const { prompt, tone, length, language, keywords } = read(
		contentInput,
		input
	);
	const wishes = [
		tone && `Tone: ${ tone }.`,
		length && `Length: ${ length }.`,
		language && `Language: ${ language }.`,
		keywords?.length && `Keywords: ${ keywords.join( ', ' ) }.`,
	].filter( Boolean );
	const selected = request.context?.selectedText;
	return {
		prompt: [
			prompt,
			wishes.join( ' ' ),
			selected !== undefined && `Text:\n${ selected }`,
		]
			.filter( Boolean )
			.join( '\n\n' ),
		content_for: 'writePageContent',
	};
}

function readSnapshot(
	id: string,
	job: v.InferOutput< typeof checked >,
	images: ClassicImages
): JobSnapshot {
	const failed = job.status === 'failed' || job.status === 'expired';
	return snapshot( id, {
		type: images.has( id ) ? 'image' : 'content',
		status: job.status,
		// Shifted by the site's UTC offset, both alike: right as durations, not as times.
		created_at: new Date( job.created_at * 1_000 ).toISOString(),
		server_time: new Date( job.updated_at * 1_000 ).toISOString(),
		result:
			job.status === 'completed'
				? readResult( id, job.result, images )
				: null,
		error: failed
			? {
					code: job.status === 'expired' ? 'expired' : 'internal',
					message: job.error ?? 'The job ended without a result.',
					retryable: true,
				}
			: null,
	} );
}

function readResult( id: string, result: unknown, images: ClassicImages ) {
	// A job of an earlier page is known by what it brings.
	if ( images.has( id ) || v.is( v.object( { images: v.any() } ), result ) ) {
		const found = read( v.object( { result: classicImageResult } ), {
			result,
		} );
		return images.readResult( id, found.result );
	}
	const {
		result: { content, usage },
	} = read( v.object( { result: contentResult } ), { result } );
	return {
		content,
		format: /<\/?[a-z][^>]*>/i.test( content ) ? 'html' : 'markdown',
		model: null,
		usage: usage
			? {
					input_tokens: usage.prompt_tokens,
					output_tokens: usage.completion_tokens,
				}
			: null,
	};
}

function snapshot( id: string, known: object ): JobSnapshot {
	return parseSnapshot( {
		id,
		type: 'content',
		started_at: null,
		finished_at: null,
		expires_at: null,
		attempt: 1,
		progress: null,
		poll_after_ms: null,
		...known,
	} );
}
