/** What can go wrong with a request: the client could not ask, or the server refused. */
export const REQUEST_ERROR_CODES = [
	/** No answer: connection lost, reset, DNS gone. */
	'network',
	/** The request's own time limit passed without an answer. */
	'timeout',
	/** An answer came that does not fit the contract. */
	'protocol',
	/** Something between here and the site answered in its place: a firewall, a login page, a proxy. */
	'blocked',
	'invalid_input',
	'not_logged_in',
	'invalid_nonce',
	'forbidden',
	'not_found',
	'conflict',
	'idempotency_conflict',
	'too_large',
	'rate_limited',
	'no_provider',
	/** The bytes of a generated image are no image that the media library takes. */
	'image_unusable',
	/** The server failed (5xx). */
	'server',
	/** The carrier cannot do what was asked, e.g. cancel over the classic wire. */
	'unsupported',
] as const;

/** What can go wrong with a job itself, as its snapshot tells. */
export const JOB_ERROR_CODES = [
	'provider_unavailable',
	'provider_timeout',
	'provider_auth',
	/** The stored key cannot be read: the site's security keys changed. */
	'provider_key_unreadable',
	/** The site's credit with the provider is used up. */
	'provider_quota',
	/** The provider does not allow this to the site's account. */
	'provider_account',
	/** The provider does not have the model that is set. */
	'provider_model',
	/** No provider answers at the address that is set. */
	'provider_address',
	/** The site may not send requests to the provider. */
	'provider_blocked',
	/** The prompt is too long for the model. */
	'provider_too_long',
	/** The provider did not accept the request, for a reason nobody knows. */
	'provider_rejected',
	'provider_rate_limited',
	'provider_refused',
	'provider_invalid_response',
	'no_provider',
	'interrupted',
	'expired',
	'internal',
] as const;

/** How the client's own wait can end without a result. */
export const WAIT_ERROR_CODES = [
	/** The cutoff passed; the job itself may still be running. */
	'timed_out',
	/** The owner stopped the job. */
	'cancelled',
] as const;

export type JobErrorCode = ( typeof JOB_ERROR_CODES )[ number ];

export type AiJobErrorCode =
	| ( typeof REQUEST_ERROR_CODES )[ number ]
	| JobErrorCode
	| ( typeof WAIT_ERROR_CODES )[ number ];

export interface AiJobErrorOptions {
	/** Whether doing the same again can help. */
	readonly retryable?: boolean;
	/** Dotted path of the field that was refused, in the caller's names, e.g. `input.postText`. */
	readonly field?: string | undefined;
	/** HTTP status of the answer, where there was one. */
	readonly httpStatus?: number | undefined;
	/** What the server asked to wait before the next request, in ms. */
	readonly retryAfterMs?: number | undefined;
	/** Whether the provider may charge for what failed. */
	readonly mayBeBilled?: boolean | undefined;
	/** Where an administrator sets up a provider. */
	readonly settingsUrl?: string | undefined;
	readonly cause?: unknown;
}

const BRAND = Symbol.for( 'wp-ai-jobs/AiJobError' );

/**
 * The one error class of the package. `message` is a sentence for the author.
 *
 * Use {@link isAiJobError} rather than `instanceof`: the block editor's canvas
 * is an iframe, another realm, and a page may hold two copies of the package.
 *
 * @example
 * try {
 *   await client.run( 'content', { prompt } );
 * } catch ( error ) {
 *   if ( isAiJobError( error ) && error.retryable ) offerRetry( error.message );
 * }
 */
export class AiJobError extends Error {
	override readonly name = 'AiJobError';
	readonly code: AiJobErrorCode;
	readonly retryable: boolean;
	readonly field: string | undefined;
	readonly httpStatus: number | undefined;
	readonly retryAfterMs: number | undefined;
	readonly mayBeBilled: boolean;
	readonly settingsUrl: string | undefined;
	readonly [ BRAND ] = true;

	constructor(
		code: AiJobErrorCode,
		message: string,
		options: AiJobErrorOptions = {}
	) {
		super( message, { cause: options.cause } );
		this.code = code;
		this.retryable = options.retryable ?? false;
		this.field = options.field;
		this.httpStatus = options.httpStatus;
		this.retryAfterMs = options.retryAfterMs;
		this.mayBeBilled = options.mayBeBilled ?? false;
		this.settingsUrl = options.settingsUrl;
	}
}

/**
 * Whether something thrown is an {@link AiJobError}, whichever realm made it.
 *
 * @param value What was caught.
 */
export function isAiJobError( value: unknown ): value is AiJobError {
	return typeof value === 'object' && value !== null && BRAND in value;
}
