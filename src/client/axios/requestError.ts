import { isAxiosError, type AxiosResponse } from 'axios';
import * as v from 'valibot';
import { AiJobError, type AiJobErrorCode } from '../../protocol/index.ts';
import { retryAfterMs } from './retryAfter.ts';

/** WordPress's shape of an error. */
const wordPressError = v.object( {
	code: v.string(),
	message: v.string(),
	data: v.nullish(
		v.object( {
			retryable: v.optional( v.boolean() ),
			field: v.optional( v.string() ),
			settings_url: v.nullish( v.string() ),
			/** WordPress's own `rest_invalid_param` names the fields as keys. */
			params: v.optional(
				v.union( [
					v.record( v.string(), v.unknown() ),
					v.array( v.string() ),
				] )
			),
		} )
	),
} );

const BY_WIRE_CODE: Readonly< Record< string, AiJobErrorCode > > = {
	ai_job_invalid_input: 'invalid_input',
	ai_job_not_logged_in: 'not_logged_in',
	ai_job_forbidden: 'forbidden',
	ai_job_not_found: 'not_found',
	ai_job_image_not_found: 'not_found',
	ai_job_image_unusable: 'image_unusable',
	ai_job_conflict: 'conflict',
	ai_job_idempotency_conflict: 'idempotency_conflict',
	ai_job_too_large: 'too_large',
	ai_job_rate_limited: 'rate_limited',
	ai_job_no_provider: 'no_provider',
	ai_job_storage_failed: 'server',
	rest_cookie_invalid_nonce: 'invalid_nonce',
	rest_no_route: 'unsupported',
};

const BY_STATUS: Readonly< Record< number, AiJobErrorCode > > = {
	400: 'invalid_input',
	401: 'not_logged_in',
	403: 'forbidden',
	404: 'not_found',
	409: 'conflict',
	413: 'too_large',
	429: 'rate_limited',
};

/** What helps by itself when one waits: the connection, a busy or broken server. */
const PASSING: ReadonlySet< AiJobErrorCode > = new Set( [
	'network',
	'timeout',
	'rate_limited',
	'server',
] );

/**
 * Turns what axios rejects with into the package's error. It rejects only
 * where no answer came, or a part of one.
 *
 * @param error  What was caught.
 * @param signal The request's signal: an abort stays an `AbortError`.
 */
export function requestError( error: unknown, signal: AbortSignal ): unknown {
	if ( signal.aborted ) {
		return signal.reason;
	}
	if ( ! isAxiosError( error ) ) {
		return error;
	}
	return error.code === 'ETIMEDOUT'
		? new AiJobError( 'timeout', 'The site did not answer in time.', {
				retryable: true,
				cause: error,
			} )
		: new AiJobError( 'network', 'The site could not be reached.', {
				retryable: true,
				cause: error,
			} );
}

/**
 * The error that an answer says: the site's own, or that it is not the site's.
 *
 * @param response The answer, read as JSON where it is JSON.
 */
export function answerError( response: AxiosResponse< unknown > ): AiJobError {
	const { status, headers } = response;
	const shared = {
		httpStatus: status,
		retryAfterMs: retryAfterMs(
			headers[ 'retry-after' ],
			headers[ 'date' ]
		),
	};
	const body = v.safeParse( wordPressError, response.data );
	if ( ! body.success ) {
		return new AiJobError( ...notFromTheSite( response ), {
			...shared,
			retryable: isPassing( response ),
		} );
	}
	const code =
		BY_WIRE_CODE[ body.output.code ] ??
		BY_STATUS[ status ] ??
		( status >= 500 ? 'server' : 'protocol' );
	const {
		retryable,
		field,
		settings_url: settingsUrl,
		params,
	} = body.output.data ?? {};
	return new AiJobError( code, body.output.message, {
		...shared,
		retryable: retryable ?? PASSING.has( code ),
		field: camelPath(
			field ??
				( Array.isArray( params )
					? params[ 0 ]
					: Object.keys( params ?? {} )[ 0 ] )
		),
		settingsUrl: settingsUrl ?? undefined,
	} );
}

type Answer = AxiosResponse< unknown >;

/** A refusal, or a page where data belongs, stays the same however often one asks. */
const isPassing = ( answer: Answer ) =>
	answer.status >= 500 ||
	answer.status === 429 ||
	answer.status === 408 ||
	( answer.status < 400 && ! isPage( answer ) );

/** By what it is, not by its type: PHP's own warnings before the JSON change the type, too. */
const isPage = ( { data }: Answer ) =>
	typeof data === 'string' &&
	/^\s*<(?:!doctype|!--|html|head|title|meta|body|script)/i.test( data );

/** What an answer is that is none of the site's. */
function notFromTheSite( answer: Answer ): [ AiJobErrorCode, string ] {
	const { status, data } = answer;
	const title = typeof data === 'string' ? titleOf( data ) : '';
	const what = [ `status ${ status }`, title && `“${ title }”` ]
		.filter( Boolean )
		.join( ', ' );
	if ( status === 408 ) {
		return [ 'timeout', `The site did not answer in time (${ what }).` ];
	}
	if ( status === 429 ) {
		return [
			'rate_limited',
			`The server, or a firewall in front of it, is getting too many requests (${ what }).`,
		];
	}
	if ( status >= 500 ) {
		return [ 'server', `The server has an error of its own (${ what }).` ];
	}
	if ( status >= 400 || isPage( answer ) ) {
		return [
			'blocked',
			`A firewall, a login page or a proxy answered instead of the site (${ what }). The site’s administrator or its host can allow these requests.`,
		];
	}
	return [
		'protocol',
		typeof data === 'string' && /^\s*[[{]/.test( data )
			? `The site’s answer is cut off or damaged (${ what }).`
			: `The site’s answer cannot be read (${ what }).`,
	];
}

/** What a page calls itself: it names the firewall. Read as text, shown as text. */
const titleOf = ( html: string ) =>
	( /<title[^>]*>([^<]{1,100})/iu.exec( html )?.[ 1 ] ?? '' ).trim();

/** The field as the caller named it: `input.postText`, not `input.post_text`. */
const camelPath = ( path: string | undefined ) =>
	path?.replace( /_([a-z0-9])/g, ( _match, letter: string ) =>
		letter.toUpperCase()
	);
