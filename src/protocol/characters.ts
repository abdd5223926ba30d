/**
 * How many characters a text has, counted as PHP's `mb_strlen()` counts them:
 * an emoji is one, not the two units that JavaScript stores it in.
 *
 * @param text The text.
 */
export const countCharacters = ( text: string ): number => [ ...text ].length;

/**
 * The start of a text, of at most so many characters as the server counts them.
 * Cut between what people take for characters: a flag, a family or a letter with
 * its accents is whole or not there.
 *
 * @param text The text.
 * @param max  The most, in characters.
 * @example cutText( 'Rain ☔️', 6 ) // 'Rain '
 */
export function cutText( text: string, max: number ): string {
	if ( text.length <= max ) {
		return text;
	}
	let left = max;
	let end = 0;
	for ( const { segment } of segments( text ) ) {
		left -= countCharacters( segment );
		if ( left < 0 ) {
			break;
		}
		end += segment.length;
	}
	return text.slice( 0, end );
}

/** By code points where a browser knows no more. */
const segments = ( text: string ): Iterable< { readonly segment: string } > =>
	'Segmenter' in Intl
		? new Intl.Segmenter().segment( text )
		: Array.from( text, ( segment ) => ( { segment } ) );

/**
 * A text of whole characters alone. Half a character, which a cut at any place
 * leaves, is no JSON to PHP: all of the request would be refused for it.
 *
 * @param text The text.
 */
export const wellFormed = ( text: string ): string =>
	text.replace( /\p{Surrogate}/gu, '\uFFFD' );
