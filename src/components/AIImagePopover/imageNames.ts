import { __, sprintf } from '@wordpress/i18n';
import { toChoosables, type Generation } from './generation.ts';

/**
 * What the images of a place are called, by their ids: numbers that stay as
 * they are while more of them arrive.
 *
 * @param current The job at hand.
 * @param history Results of before, the newest first.
 */
export function imageNames(
	current: Generation,
	history: readonly Generation[]
): ReadonlyMap< string, string > {
	const names = new Map< string, string >();
	for ( const { id, image } of toChoosables( current ) ) {
		names.set( id, imageName( image.index ) );
	}
	history.flatMap( toChoosables ).forEach( ( { id }, at ) => {
		names.set(
			id,
			sprintf(
				/* translators: %d: a number, from 1 on. */
				__( 'Earlier image %d', 'wp-ai-jobs' ),
				at + 1
			)
		);
	} );
	return names;
}

/**
 * What an image of the job at hand is called.
 *
 * @param index Its index.
 */
export const imageName = ( index: number ) =>
	sprintf(
		/* translators: %d: a number, from 1 on. */
		__( 'Image %d', 'wp-ai-jobs' ),
		index + 1
	);
