import { isAiJobError, type AiJobError } from '../protocol/index.ts';
import type { Environment } from './environment.ts';
import { waitForTurn } from './wait.ts';

/** How long to go on sending what does not arrive. */
export interface Patience {
	readonly tries: number;
	/** Whether sending again can help. */
	readonly passes: ( error: AiJobError ) => boolean;
	/** The longest wait that a server may ask for, in ms; it is an error to be told of one that is longer. */
	readonly maxRetryAfterMs: number;
}

/** The first wait, in ms; each is twice the one before. */
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/**
 * Sends what is safe to send twice until it arrives. Without a network, it
 * waits for one.
 *
 * @param send        One try.
 * @param patience    When to give up.
 * @param signal      Ends a wait with its reason.
 * @param environment Clock, timer and network.
 * @throws What the last try threw.
 */
export async function repeat< Value >(
	send: () => Promise< Value >,
	{ tries, passes, maxRetryAfterMs }: Patience,
	signal: AbortSignal,
	environment: Environment
): Promise< Value > {
	for ( let tried = 1; ; tried++ ) {
		try {
			return await send();
		} catch ( error ) {
			if (
				tried >= tries ||
				! isAiJobError( error ) ||
				! passes( error ) ||
				( error.retryAfterMs ?? 0 ) > maxRetryAfterMs
			) {
				throw error;
			}
			await waitForTurn(
				error.retryAfterMs ??
					Math.min(
						FIRST_DELAY_MS * 2 ** ( tried - 1 ),
						MAX_DELAY_MS
					),
				signal,
				environment
			);
		}
	}
}
