import { speak } from '@wordpress/a11y';
import { store as blockEditorStore } from '@wordpress/block-editor';
import { Button, ProgressBar } from '@wordpress/components';
import { useDispatch } from '@wordpress/data';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { isLive } from '../components/JobPopover/index.ts';
import { ElapsedTime } from '../components/JobProgress/index.ts';
import { describeJob } from './describeJob.ts';
import type { Spot } from './popoverSwitch.ts';
import { useShowSpot } from './useShowSpot.ts';
import { useSpotJob } from './useSpotJob.ts';
import { useBlockOf } from './useTarget.ts';

interface JobRowProps {
	/** Stays the same object. */
	readonly spot: Spot;
}

/** One job of the post: what was asked for, what became of it, and what can be done. */
export function JobRow( { spot }: JobRowProps ) {
	const { job, isText, prompt } = useSpotJob( spot );
	const show = useShowSpot( spot );
	const { selectBlock } = useDispatch( blockEditorStore );
	const clientId = useBlockOf( spot );
	const [ isSure, setIsSure ] = useState( false );
	const isOver =
		job.status === 'completed' ||
		job.status === 'failed' ||
		job.status === 'expired' ||
		job.status === 'cancelled';
	const dismiss = () => {
		if ( job.status === 'completed' && ! isSure ) {
			setIsSure( true );
			speak(
				__(
					'Nobody has used this yet. Press again to dismiss it for good.',
					'wp-ai-jobs'
				),
				'assertive'
			);
			return;
		}
		job.reset();
		speak( __( 'Dismissed.', 'wp-ai-jobs' ) );
	};
	const button = ( label: string, onClick: () => void, isFirst = false ) => (
		<Button
			size="compact"
			variant={ isFirst ? 'secondary' : 'tertiary' }
			aria-label={
				prompt &&
				sprintf(
					/* translators: 1: what a button does, 2: a prompt. */
					__( '%1$s: %2$s', 'wp-ai-jobs' ),
					label,
					prompt
				)
			}
			onClick={ onClick }
		>
			{ label }
		</Button>
	);

	return (
		<li className="wp-ai-jobs-job">
			<p className="wp-ai-jobs-job__prompt" dir="auto">
				{ prompt }
			</p>
			<p className="wp-ai-jobs-job__state">
				<strong>
					{ isText
						? __( 'Text', 'wp-ai-jobs' )
						: __( 'Images', 'wp-ai-jobs' ) }
				</strong>{ ' ' }
				{ describeJob( job ) }{ ' ' }
				{ isLive( job ) && <ElapsedTime sinceMs={ job.startedAtMs } /> }
			</p>
			{ isLive( job ) && (
				<ProgressBar
					className="wp-ai-jobs-job__bar wp-ai-jobs-progress__bar"
					{ ...( 'progress' in job &&
						typeof job.progress?.fraction === 'number' && {
							value: job.progress.fraction * 100,
						} ) }
				/>
			) }
			<div className="wp-ai-jobs-job__buttons">
				{ ( job.status === 'failed' || job.status === 'expired' ) &&
					job.error.retryable &&
					button( __( 'Try again', 'wp-ai-jobs' ), job.retry, true ) }
				{ job.status === 'completed'
					? button( __( 'Review', 'wp-ai-jobs' ), show, true )
					: button( __( 'Show', 'wp-ai-jobs' ), show, ! isOver ) }
				{ ( isLive( job ) || job.status === 'timed-out' ) &&
					button( __( 'Stop', 'wp-ai-jobs' ), job.cancel ) }
				{ clientId !== null &&
					button(
						__( 'Show block', 'wp-ai-jobs' ),
						() => void selectBlock( clientId )
					) }
				{ isOver &&
					button(
						isSure
							? __( 'Dismiss for good', 'wp-ai-jobs' )
							: __( 'Dismiss', 'wp-ai-jobs' ),
						dismiss
					) }
			</div>
		</li>
	);
}
