import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';

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
	const seconds = useSecondsUntil( notBeforeMs );
	return (
		<Button
			__next40pxDefaultSize
			variant={ isSecondary ? 'secondary' : 'primary' }
			onClick={ onClick }
			disabled={ seconds > 0 }
			accessibleWhenDisabled
		>
			{ label }
			{ seconds > 0 && (
				<span aria-hidden="true" className="wp-ai-jobs-error__left">
					{ sprintf(
						/* translators: 1: minutes, 2: seconds, two digits. */
						__( 'in %1$d:%2$s', 'wp-ai-jobs' ),
						Math.floor( seconds / 60 ),
						String( seconds % 60 ).padStart( 2, '0' )
					) }
				</span>
			) }
		</Button>
	);
}

function useSecondsUntil( timeMs: number | null ): number {
	const left = () =>
		timeMs === null
			? 0
			: Math.max( 0, Math.ceil( ( timeMs - Date.now() ) / 1_000 ) );
	const [ , tick ] = useState( 0 );
	const isWaiting = left() > 0;
	useEffect( () => {
		if ( ! isWaiting ) {
			return;
		}
		const timer = setInterval(
			() => tick( ( ticks ) => ticks + 1 ),
			1_000
		);
		return () => {
			clearInterval( timer );
			if ( timeMs !== null && timeMs <= Date.now() ) {
				speak( __( 'You can try again now.', 'wp-ai-jobs' ) );
			}
		};
	}, [ isWaiting, timeMs ] );
	return left();
}
