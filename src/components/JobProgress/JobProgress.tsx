import { Button, ProgressBar } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { LogInButton } from '../LogIn/index.ts';
import { connectionText } from './connectionText.ts';
import { ElapsedTime } from './ElapsedTime.tsx';
import type { JobProgressProps } from './types.ts';
import './styles.css';

/**
 * A job under way: what it waits for, for how long, and how to stop it. It
 * claims no progress that nobody can know.
 */
export function JobProgress( {
	state,
	waitsFor,
	connection,
	hidesMessage = false,
	onStop,
	focusRef,
	...logIn
}: JobProgressProps ) {
	const progress = state.status === 'starting' ? null : state.progress;
	return (
		<div
			className="wp-ai-jobs-progress"
			role="group"
			aria-label={ __( 'Progress', 'wp-ai-jobs' ) }
			tabIndex={ -1 }
			ref={ focusRef }
		>
			<div className="wp-ai-jobs-progress__status">
				<span>{ waitsFor }</span>
				<ElapsedTime sinceMs={ state.startedAtMs } />
			</div>
			<ProgressBar
				className="wp-ai-jobs-progress__bar"
				aria-label={ waitsFor }
				{ ...( typeof progress?.fraction === 'number' && {
					value: progress.fraction * 100,
				} ) }
			/>
			{ progress?.message && ! hidesMessage && (
				<p className="wp-ai-jobs-progress__message">
					{ progress.message }
				</p>
			) }
			{ connection !== 'online' && (
				<p className="wp-ai-jobs-progress__connection">
					{ connectionText( connection ) }
				</p>
			) }
			<div className="wp-ai-jobs-progress__actions">
				{ connection === 'logged-out' && <LogInButton { ...logIn } /> }
				<Button
					__next40pxDefaultSize
					variant="secondary"
					onClick={ onStop }
				>
					{ __( 'Stop', 'wp-ai-jobs' ) }
				</Button>
				<span className="wp-ai-jobs-progress__hint">
					{ __(
						'You can close this and go on writing: the job continues.',
						'wp-ai-jobs'
					) }
				</span>
			</div>
		</div>
	);
}
