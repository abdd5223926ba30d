import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { LogInButton } from '../LogIn/index.ts';
import { RetryButton } from './RetryButton.tsx';
import type { ErrorNoticeProps, Remedy } from './types.ts';
import './styles.css';

/** What it says, and what it does; undefined where nobody does that. */
type RemedyButton = readonly [ string, ( () => void ) | undefined ];

/**
 * What happened, what is safe and what to do next, with the button for it.
 * It is not announced by itself: a popover announces each change of its state.
 */
export function ErrorNotice( {
	explanation: { happened, safe, next, remedy },
	status = 'error',
	settingsUrl = null,
	loginUrl,
	onLogIn,
	retryTimeMs = null,
	onRetry,
	onStartAgain,
	onKeepWaiting,
	onEdit,
	onRefresh,
	focusRef,
	children,
}: ErrorNoticeProps ) {
	const link = remedy === 'set-up' ? settingsUrl : null;
	const tryAgain = [ __( 'Try again', 'wp-ai-jobs' ), onRetry ] as const;
	const nothing = [ '', undefined ] as const;
	// Before somebody has set up something, the same fails again.
	const afterSetUp = link === null ? nothing : tryAgain;
	const buttons: Readonly< Record< Remedy, RemedyButton > > = {
		retry: tryAgain,
		'log-in': [ __( 'I am logged in: go on', 'wp-ai-jobs' ), onRetry ],
		'start-again': [ __( 'Generate again', 'wp-ai-jobs' ), onStartAgain ],
		'keep-waiting': [ __( 'Keep waiting', 'wp-ai-jobs' ), onKeepWaiting ],
		'set-up': onRefresh
			? [ __( 'Check again', 'wp-ai-jobs' ), onRefresh ]
			: afterSetUp,
		edit: [ __( 'Change the prompt', 'wp-ai-jobs' ), onEdit ],
		none: nothing,
	};
	const [ label, onClick ] = buttons[ remedy ];
	const isLogIn = remedy === 'log-in';
	const leads =
		link !== null || ( isLogIn && ( onLogIn ?? loginUrl ) !== undefined );

	return (
		<div
			className="wp-ai-jobs-error"
			role="group"
			aria-label={ happened }
			tabIndex={ -1 }
			ref={ focusRef }
		>
			<Notice status={ status } isDismissible={ false } spokenMessage="">
				<p className="wp-ai-jobs-error__happened">{ happened }</p>
				<p className="wp-ai-jobs-error__text">
					{ [ safe, next ].filter( Boolean ).join( ' ' ) }
				</p>
				{ ( onClick || leads || children ) && (
					<div className="wp-ai-jobs-error__actions">
						{ isLogIn && (
							<LogInButton
								loginUrl={ loginUrl }
								onLogIn={ onLogIn }
							/>
						) }
						{ link && (
							<Button
								__next40pxDefaultSize
								variant="primary"
								href={ link }
								target="_blank"
								rel="noopener"
							>
								{ __(
									'Open settings (new tab)',
									'wp-ai-jobs'
								) }
							</Button>
						) }
						{ onClick && (
							<RetryButton
								label={ label }
								onClick={ onClick }
								isSecondary={ leads || remedy === 'set-up' }
								notBeforeMs={
									remedy === 'retry' ? retryTimeMs : null
								}
							/>
						) }
						{ children }
					</div>
				) }
			</Notice>
		</div>
	);
}
