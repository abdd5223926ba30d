import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ErrorNoticeProps, Remedy } from './types.ts';
import './styles.css';

interface RemedyButton {
	readonly label: string;
	readonly onClick: () => void;
}

/**
 * What happened, what is safe and what to do next, with the button for it.
 * It is not announced by itself: a popover announces each change of its state.
 */
export function ErrorNotice( {
	explanation: { happened, safe, next, remedy },
	status = 'error',
	settingsUrl = null,
	loginUrl,
	onRetry,
	onStartAgain,
	onKeepWaiting,
	onEdit,
	onRefresh,
	focusRef,
	children,
}: ErrorNoticeProps ) {
	const retry = onRetry
		? { label: __( 'Try again', 'wp-ai-jobs' ), onClick: onRetry }
		: null;
	const buttons: Readonly< Record< Remedy, RemedyButton | null > > = {
		retry,
		'log-in': onRetry
			? {
					label: __( 'I am logged in: go on', 'wp-ai-jobs' ),
					onClick: onRetry,
				}
			: null,
		'start-again': onStartAgain
			? {
					label: __( 'Generate again', 'wp-ai-jobs' ),
					onClick: onStartAgain,
				}
			: null,
		'keep-waiting': onKeepWaiting
			? {
					label: __( 'Keep waiting', 'wp-ai-jobs' ),
					onClick: onKeepWaiting,
				}
			: null,
		'set-up': onRefresh
			? { label: __( 'Check again', 'wp-ai-jobs' ), onClick: onRefresh }
			: retry,
		edit: onEdit
			? {
					label: __( 'Change the prompt', 'wp-ai-jobs' ),
					onClick: onEdit,
				}
			: null,
		none: null,
	};
	const button = buttons[ remedy ];
	const links: Readonly< Partial< Record< Remedy, string | null > > > = {
		'log-in': loginUrl ?? null,
		'set-up': settingsUrl,
	};
	const link = links[ remedy ];

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
				{ ( button || link || children ) && (
					<div className="wp-ai-jobs-error__actions">
						{ link && (
							<Button
								__next40pxDefaultSize
								variant="primary"
								href={ link }
								target="_blank"
								rel="noopener"
							>
								{ remedy === 'log-in'
									? __( 'Log in (new tab)', 'wp-ai-jobs' )
									: __(
											'Open settings (new tab)',
											'wp-ai-jobs'
										) }
							</Button>
						) }
						{ button && (
							<Button
								__next40pxDefaultSize
								variant={ link ? 'secondary' : 'primary' }
								onClick={ button.onClick }
							>
								{ button.label }
							</Button>
						) }
						{ children }
					</div>
				) }
			</Notice>
		</div>
	);
}
