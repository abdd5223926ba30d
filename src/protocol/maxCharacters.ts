import * as v from 'valibot';
import { countCharacters } from './characters.ts';

/**
 * At most so many characters, as the server counts them.
 *
 * @param max The most.
 */
export const maxCharacters = ( max: number ) =>
	v.check(
		( text: string ) =>
			text.length <= max || countCharacters( text ) <= max,
		`Must have at most ${ max } characters.`
	);
