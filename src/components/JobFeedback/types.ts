import type { Connection, JobActions, JobState } from '../../react/index.ts';
import type { LogIn } from '../LogIn/index.ts';

export interface JobFeedbackProps extends LogIn {
	/** What `useAiJob` gave. */
	readonly job: JobState< unknown > &
		Pick< JobActions< never >, 'cancel' | 'retry' | 'keepWaiting' > & {
			readonly connection: Connection;
		};
	/** A sentence: what happens while the job runs, e.g. “Summarising…”. */
	readonly waitsFor: string;
	/** Said to screen readers when the result is there. */
	readonly ready: string;
}
