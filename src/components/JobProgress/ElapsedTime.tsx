import { __ } from '@wordpress/i18n';
import { minutesAndSeconds, useTicks } from '../Seconds/index.ts';

interface ElapsedTimeProps {
	/** `Date.now()` at the beginning. */
	readonly sinceMs: number;
}

/** Counts minutes and seconds by a clock of its own, so that nothing around it renders with it. */
export function ElapsedTime( { sinceMs }: ElapsedTimeProps ) {
	useTicks( true );
	return (
		<span
			className="wp-ai-jobs-progress__elapsed"
			role="timer"
			aria-label={ __( 'Elapsed time', 'wp-ai-jobs' ) }
		>
			{ minutesAndSeconds(
				Math.max( 0, Math.floor( ( Date.now() - sinceMs ) / 1_000 ) )
			) }
		</span>
	);
}
