/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date that is
 * compared with the answer's own `Date`, never with this machine's clock.
 *
 * @param retryAfter The header.
 * @param date       The answer's `Date` header.
 * @return How long to wait, in ms; undefined where nothing readable was said.
 */
export function retryAfterMs(
	retryAfter: unknown,
	date: unknown
): number | undefined {
	if ( typeof retryAfter !== 'string' || retryAfter.trim() === '' ) {
		return undefined;
	}
	const seconds = Number( retryAfter );
	const ms = Number.isNaN( seconds )
		? Date.parse( retryAfter ) - Date.parse( String( date ) )
		: seconds * 1_000;
	return ms >= 0 ? ms : undefined;
}
