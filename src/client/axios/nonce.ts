import { AiJobError, isAiJobError } from '../../protocol/index.ts';

/** Asks the site for a fresh nonce. */
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

	const renewed = async (
		stale: string | undefined,
		signal: AbortSignal
	) => {
		if ( ! renew || current !== stale ) {
			return;
		}
		renewal ??= renew( signal ).finally( () => ( renewal = undefined ) );
		current = await renewal;
	};

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
		 * @param send   Is given the nonce.
		 * @param signal Aborts the renewal, too.
		 */
		async use< Value >(
			send: ( nonce: string | undefined ) => Promise< Value >,
			signal: AbortSignal
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
				await renewed( used, signal );
				return send( current );
			}
		},
	};
}

/** What `admin-ajax.php` and core's nonce endpoint say to who is not logged in. */
export function notLoggedIn( cause?: unknown ): AiJobError {
	return new AiJobError( 'not_logged_in', 'You are not logged in any more.', {
		httpStatus: 401,
		cause,
	} );
}
