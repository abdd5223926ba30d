import type { Connection } from '../../react/index.ts';
import type { JobNoticeProps } from '../ErrorNotice/JobNotice.tsx';
import type { LogIn } from '../LogIn/index.ts';

export interface JobFeedbackProps extends LogIn {
	/** What `useAiJob` gave. */
	readonly job: JobNoticeProps[ 'job' ] & { readonly connection: Connection };
	/** A sentence: what happens while the job runs, e.g. “Summarising…”. */
	readonly waitsFor: string;
	/** Said to screen readers when the result is there. */
	readonly ready: string;
}
