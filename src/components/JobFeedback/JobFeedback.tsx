import { useCapabilities } from '../../react/index.ts';
import { JobNotice } from '../ErrorNotice/JobNotice.tsx';
import {
	announcement,
	JobProgress,
	type LiveJobState,
} from '../JobProgress/index.ts';
import { useAnnouncement } from '../PopoverFrame/index.ts';
import { explainState } from './explainState.ts';
import type { JobFeedbackProps } from './types.ts';

const liveState = ( job: JobFeedbackProps[ 'job' ] ): LiveJobState | null =>
	job.status === 'starting' ||
	job.status === 'pending' ||
	job.status === 'processing'
		? job
		: null;

/**
 * What a job of your own does, in your own interface: the elapsed time and Stop
 * while it runs, what happened and the button that helps when it has no result.
 * Screen readers are told of each change. Nothing is shown before a job was
 * started and once its result is there: that is yours to show.
 *
 * Needs an `AiJobsProvider` above it, and `wp-ai-jobs/styles.css`.
 *
 * @example
 * const job = useAiJob( summary, { key: 'excerpt' } );
 * <Button onClick={ () => job.start( { postText } ) }>Summarise</Button>
 * <JobFeedback job={ job } waitsFor="Summarising…" ready="The summary is there." />
 */
export function JobFeedback( {
	job,
	waitsFor,
	ready,
	...logIn
}: JobFeedbackProps ) {
	const site = useCapabilities();
	const live = liveState( job );
	const explanation = explainState( job );
	const { text, politeness } = announcement( {
		status: job.status,
		connection: job.connection,
		explanation,
		waiting: waitsFor,
		ready,
	} );
	useAnnouncement( text, politeness );
	if ( live ) {
		return (
			<JobProgress
				state={ live }
				waitsFor={ waitsFor }
				connection={ job.connection }
				onStop={ job.cancel }
				{ ...logIn }
			/>
		);
	}
	return (
		explanation && (
			<JobNotice
				job={ job }
				explanation={ explanation }
				settingsUrl={
					( job.status === 'failed' && job.error.settingsUrl ) ||
					( site.status === 'known'
						? site.capabilities.settingsUrl
						: null )
				}
				{ ...logIn }
			/>
		)
	);
}
