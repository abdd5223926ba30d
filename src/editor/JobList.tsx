import { __ } from '@wordpress/i18n';
import { JobRow } from './JobRow.tsx';
import type { Spot } from './popoverSwitch.ts';
import './jobList.css';

/** What the list is found by, to give it the focus. */
export const JOB_LIST_ID = 'wp-ai-jobs-list';

interface JobListProps {
	readonly spots: readonly Spot[];
}

/** The author's jobs of the post, the newest first. */
export const JobList = ( { spots }: JobListProps ) => (
	<ul
		id={ JOB_LIST_ID }
		className="wp-ai-jobs-list"
		aria-label={ __( 'AI jobs', 'wp-ai-jobs' ) }
		tabIndex={ -1 }
	>
		{ [ ...spots ].reverse().map( ( spot ) => (
			<JobRow key={ spot.key } spot={ spot } />
		) ) }
	</ul>
);
