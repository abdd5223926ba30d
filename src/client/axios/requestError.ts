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

/** What helps by itself when one waits: the connection, a busy or broken server, a proxy's page. */
const PASSING: ReadonlySet< AiJobErrorCode > = new Set( [
	'network',
	'timeout',
	'rate_limited',
	'server',
] );

/**
 * Turns what axios rejects with into the package's error.
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
	// A refusal has a status of its own; an error with a good one broke off in the middle.
	if ( error.response && error.response.status >= 400 ) {
		return answerError( error.response, error );
	}
	return error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT'
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
 * The error that an answer says.
 *
 * @param response The answer.
 * @param cause    What was caught, if anything.
 */
export function answerError(
	response: AxiosResponse< unknown >,
	cause?: unknown
): AiJobError {
	const { status, headers } = response;
	const body = v.safeParse( wordPressError, response.data );
	const fallback =
		BY_STATUS[ status ] ?? ( status >= 500 ? 'server' : 'protocol' );
	const shared = {
		httpStatus: status,
		retryAfterMs: retryAfterMs(
			headers[ 'retry-after' ],
			headers[ 'date' ]
		),
		cause,
	};
	if ( ! body.success ) {
		// A 4xx page that is not WordPress's own comes from something in between, and may pass.
		const code = status === 429 || status >= 500 ? fallback : 'protocol';
		return new AiJobError(
			code,
			`The site answered with status ${ status } and no readable reason.`,
			{
				...shared,
				retryable: true,
			}
		);
	}
	const code = BY_WIRE_CODE[ body.output.code ] ?? fallback;
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

/** The field as the caller named it: `input.postText`, not `input.post_text`. */
const camelPath = ( path: string | undefined ) =>
	path?.replace( /_([a-z0-9])/g, ( _match, letter: string ) =>
		letter.toUpperCase()
	);
