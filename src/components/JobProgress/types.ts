import type { RefCallback } from 'react';
import type { Connection, JobState } from '../../react/index.ts';
import type { LogIn } from '../LogIn/index.ts';

/** A job of which the end is not known yet. */
export type LiveJobState = Extract<
	JobState< unknown >,
	{ status: 'starting' | 'pending' | 'processing' }
>;

export interface JobProgressProps extends LogIn {
	readonly state: LiveJobState;
	/** A sentence: what happens now. */
	readonly waitsFor: string;
	readonly connection: Connection;
	/**
	 * What the job itself says of its progress is not shown.
	 *
	 * @default false
	 */
	readonly hidesMessage?: boolean;
	readonly onStop: () => void;
	/** Takes the focus when the progress appears. */
	readonly focusRef?: RefCallback< HTMLElement > | undefined;
}
