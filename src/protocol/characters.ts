import * as v from 'valibot';

/**
 * At most so many characters, counted as PHP's `mb_strlen()` counts them: an
 * emoji is one, not the two units that JavaScript stores it in.
 *
 * @param max The most.
 */
export const maxCharacters = ( max: number ) =>
	v.check(
		( text: string ) =>
			text.length <= max || countCharacters( text ) <= max,
		`Must have at most ${ max } characters.`
	);

/**
 * How many characters a text has, as the server counts them.
 *
 * @param text The text.
 */
export const countCharacters = ( text: string ): number => [ ...text ].length;
