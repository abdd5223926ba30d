import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect } from 'react';
import { minutesAndSeconds, useTicks } from '../Seconds/index.ts';

interface RetryButtonProps {
	readonly label: string;
	readonly onClick: () => void;
	readonly isSecondary: boolean;
	/** `Date.now()` from which on it helps; null: at once. */
	readonly notBeforeMs: number | null;
}

/**
 * A button that waits until it can help. It counts down quietly: only that it
 * helps now is announced.
 */
export function RetryButton( {
	label,
	onClick,
	isSecondary,
	notBeforeMs,
}: RetryButtonProps ) {
	const seconds =
		notBeforeMs === null
			? 0
			: Math.ceil( ( notBeforeMs - Date.now() ) / 1_000 );
	const isWaiting = seconds > 0;
	useTicks( isWaiting );
	useEffect( () => {
		if ( isWaiting ) {
			return () => {
				// It has come, and is not only gone from the screen.
				if ( notBeforeMs !== null && notBeforeMs <= Date.now() ) {
					speak( __( 'You can try again now.', 'wp-ai-jobs' ) );
				}
			};
		}
		return undefined;
	}, [ isWaiting, notBeforeMs ] );
	return (
		<Button
			__next40pxDefaultSize
			variant={ isSecondary ? 'secondary' : 'primary' }
			onClick={ onClick }
			disabled={ isWaiting }
			accessibleWhenDisabled
		>
			{ label }
			{ isWaiting && (
				<span aria-hidden="true" className="wp-ai-jobs-error__left">
					{ sprintf(
						/* translators: %s: minutes and seconds, as 1:30. */
						__( 'in %s', 'wp-ai-jobs' ),
						minutesAndSeconds( seconds )
					) }
				</span>
			) }
		</Button>
	);
}
