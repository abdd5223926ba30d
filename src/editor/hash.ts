/** The greatest prime below 2^48: times the factor, it stays a safe integer. */
const MODULUS = 281_474_976_710_597;
const FACTOR = 31;

/**
 * A short stand-in for a text, to tell whether two are equal. It keeps no
 * secret.
 *
 * @param text Any.
 */
export function hash( text: string ): string {
	let value = 7;
	for ( let at = 0; at < text.length; at++ ) {
		value = ( value * FACTOR + text.charCodeAt( at ) ) % MODULUS;
	}
	return value.toString( 36 );
}
