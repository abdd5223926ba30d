import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';

interface ElapsedTimeProps {
	/** `Date.now()` at the beginning. */
	readonly sinceMs: number;
}

/** Counts minutes and seconds by a clock of its own, so that nothing around it renders with it. */
export function ElapsedTime( { sinceMs }: ElapsedTimeProps ) {
	const [ , tick ] = useState( 0 );
	useEffect( () => {
		const timer = setInterval(
			() => tick( ( ticks ) => ticks + 1 ),
			1_000
		);
		return () => clearInterval( timer );
	}, [] );
	const seconds = Math.max(
		0,
		Math.floor( ( Date.now() - sinceMs ) / 1_000 )
	);
	const shown = sprintf(
		/* translators: 1: minutes, 2: seconds, two digits. */
		__( '%1$d:%2$s', 'wp-ai-jobs' ),
		Math.floor( seconds / 60 ),
		String( seconds % 60 ).padStart( 2, '0' )
	);
	return (
		<span
			className="wp-ai-jobs-progress__elapsed"
			role="timer"
			aria-label={ __( 'Elapsed time', 'wp-ai-jobs' ) }
		>
			{ shown }
		</span>
	);
}
