import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect } from 'react';
import {
	JobFeedback,
	useAdopt,
	useAiJob,
	useCapabilities,
	usePostJobs,
} from 'wp-ai-jobs';
import { summary } from './summary.ts';

interface SummaryPanelProps {
	readonly postId: number;
	/** The post as it is now. */
	readonly postText: string;
	readonly onSummary: ( summary: string ) => void;
}

const KEY = 'excerpt';

/** A button that has the post summarised, and what becomes of the job. */
export function SummaryPanel( {
	postId,
	postText,
	onSummary,
}: SummaryPanelProps ) {
	const job = useAiJob( summary, { key: KEY } );
	const site = useCapabilities();
	const isDemo =
		site.status === 'known' &&
		site.capabilities.types[ summary.name ]?.demo;

	// The job of an editor that was closed or reloaded; the newest comes first.
	const adopt = useAdopt();
	const found = usePostJobs( postId );
	useEffect(
		() => found.forEach( ( one ) => adopt( summary, KEY, one ) ),
		[ found, adopt ]
	);

	useEffect( () => {
		if ( job.status === 'completed' ) {
			onSummary( job.result.summary );
			// It is in the post: the site may forget it.
			job.reset();
		}
	}, [ job, onSummary ] );

	const isLive = [ 'starting', 'pending', 'processing' ].includes(
		job.status
	);
	return (
		<>
			{ isDemo && (
				<p>
					{ __(
						'Demo: no AI provider is set up on this site.',
						'post-summary'
					) }
				</p>
			) }
			{ ! isLive && (
				<Button
					__next40pxDefaultSize
					variant="secondary"
					disabled={ postText === '' }
					accessibleWhenDisabled
					onClick={ () =>
						job.start( { postText }, { context: { postId } } )
					}
				>
					{ __( 'Summarise this post', 'post-summary' ) }
				</Button>
			) }
			<JobFeedback
				job={ job }
				waitsFor={ __( 'Summarising…', 'post-summary' ) }
				ready={ __(
					'The summary is the excerpt now.',
					'post-summary'
				) }
			/>
		</>
	);
}
