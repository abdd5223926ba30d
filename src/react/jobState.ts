import type { Connection } from '../client/index.ts';
import type { AiJobError, JobContext, JobSnapshot } from '../protocol/index.ts';

type Live = Extract< JobSnapshot, { status: 'pending' | 'processing' } >;

/** What a job is now. Only `completed` has a result, only the failures have an error. */
export type JobState< Result > =
	| { readonly status: 'idle' }
	/** The start request is under way. */
	| { readonly status: 'starting'; readonly startedAtMs: number }
	| {
			readonly status: 'pending' | 'processing';
			readonly id: string;
			readonly progress: Live[ 'progress' ];
			/** What there is of the result already, where the type has parts; null before the first. */
			readonly partialResult: Result | null;
			readonly attempt: number;
			/** Its place in the line, 1 for the next; null where it waits for no free place. */
			readonly queuePosition: number | null;
			/** On the client's clock, as `Date.now()`; for showing elapsed time. */
			readonly startedAtMs: number;
	  }
	| {
			readonly status: 'completed';
			readonly id: string;
			readonly result: Result;
	  }
	| {
			readonly status: 'failed';
			readonly id: string | null;
			readonly error: AiJobError;
	  }
	| {
			readonly status: 'expired';
			readonly id: string;
			readonly error: AiJobError;
	  }
	| {
			readonly status: 'cancelled';
			readonly id: string;
			/** What had been made when it was stopped. */
			readonly partialResult: Result | null;
			readonly mayBeBilled: boolean;
	  }
	/** The client stopped waiting; the job may still complete. */
	| {
			readonly status: 'timed-out';
			readonly id: string;
			/** What had been made by then. */
			readonly partialResult: Result | null;
			readonly startedAtMs: number;
	  };

export interface StartOptions {
	readonly context?: JobContext | undefined;
}

/** What an owner can do with a job. All are stable between renders. */
export interface JobActions< Input > {
	/** Starts a job; an earlier one that is still running goes on unattended. Call it from an event handler. */
	readonly start: ( input: Input, options?: StartOptions ) => void;
	/** Stops the job on the server. */
	readonly cancel: () => void;
	/** The last input once more: as a new attempt of the same job where the server can, else as a new job. */
	readonly retry: () => void;
	/** After `timed-out`: goes on polling for another cutoff. */
	readonly keepWaiting: () => void;
	/**
	 * Back to `idle`; acknowledges a result that has arrived, and with that gives
	 * it up. Where that is too early, when the promise is fulfilled; never, if it
	 * is rejected or the page is gone by then.
	 */
	readonly reset: ( when?: Promise< unknown > ) => void;
}

export type AiJob< Input, Result > = JobState< Result > &
	JobActions< Input > & {
		/** What was asked for last at this place; null while that is nothing. */
		readonly input: Input | null;
		readonly connection: Connection;
	};
