import { __, sprintf } from '@wordpress/i18n';

/**
 * A duration as a clock shows it.
 *
 * @param seconds Whole seconds.
 * @example minutesAndSeconds( 61 ) // '1:01'
 */
export const minutesAndSeconds = ( seconds: number ): string =>
	sprintf(
		/* translators: 1: minutes, 2: seconds, two digits. */
		__( '%1$d:%2$s', 'wp-ai-jobs' ),
		Math.floor( seconds / 60 ),
		String( seconds % 60 ).padStart( 2, '0' )
	);
