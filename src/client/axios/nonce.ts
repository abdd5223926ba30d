import { AiJobError, isAiJobError } from '../../protocol/index.ts';
import type { RequestOptions } from '../transport.ts';

/**
 * Asks the site for a fresh nonce. An `AiJobError` with the code `not_logged_in`
 * says that there is none because nobody is logged in; anything else that is
 * thrown is taken for a lost connection.
 */
export type RenewNonce = ( signal: AbortSignal ) => Promise< string >;

/**
 * Holds a nonce and renews it once, silently, when the site calls it stale.
 * Requests that fail side by side share one renewal.
 *
 * @param initial The nonce that the page came with.
 * @param renew   Without it, a stale nonce is an error.
 */
export function createNonce(
	initial: string | undefined,
	renew: RenewNonce | undefined
) {
	let current = initial;
	let renewal: Promise< string > | undefined;

	/** Goes on when one of those who share it is aborted. */
	const share = ( bring: RenewNonce, timeoutMs: number ) =>
		( renewal ??= bring( AbortSignal.timeout( timeoutMs ) )
			.catch( ( cause: unknown ) => {
				throw isAiJobError( cause )
					? cause
					: new AiJobError(
							'network',
							'The site could not be asked for a fresh nonce.',
							{ retryable: true, cause }
						);
			} )
			.finally( () => ( renewal = undefined ) ) );

	return {
		/** The nonce as it is now. */
		current: () => current,
		/** WordPress sends a fresh one along with its answers. */
		accept( nonce: unknown ) {
			if ( typeof nonce === 'string' && nonce !== '' ) {
				current = nonce;
			}
		},
		/**
		 * Sends, and once more with a fresh nonce if the first was stale.
		 *
		 * @param send    Is given the nonce.
		 * @param options Ends the wait for a renewal, too.
		 */
		async use< Value >(
			send: ( nonce: string | undefined ) => Promise< Value >,
			{ signal, timeoutMs }: RequestOptions
		) {
			const used = current;
			try {
				return await send( used );
			} catch ( error ) {
				if (
					! renew ||
					! isAiJobError( error ) ||
					error.code !== 'invalid_nonce'
				) {
					throw error;
				}
				if ( current === used ) {
					current = await unlessAborted(
						share( renew, timeoutMs ),
						signal
					);
				}
				return send( current );
			}
		},
	};
}

function unlessAborted< Value >(
	promise: Promise< Value >,
	signal: AbortSignal
): Promise< Value > {
	return new Promise( ( resolve, reject ) => {
		const onAbort = () => reject( signal.reason );
		signal.addEventListener( 'abort', onAbort, { once: true } );
		promise
			.then( resolve, reject )
			.finally( () => signal.removeEventListener( 'abort', onAbort ) );
	} );
}

/** What `admin-ajax.php` and core's nonce endpoint say to who is not logged in. */
export function notLoggedIn( cause?: unknown ): AiJobError {
	return new AiJobError(
		'not_logged_in',
		'You are not logged in any more. Log in again, then go on: nothing is lost.',
		{ httpStatus: 401, cause }
	);
}
