import type { AiJobError } from '../protocol/index.ts';
import type { JobHandle } from '../client/index.ts';
import type { StartOptions } from './jobState.ts';

/** One author's wish: what is needed to start it, and to start it again. */
export interface Intent< Input > {
	readonly input: Input;
	readonly options: StartOptions;
	/** Stays the same while the same start is repeated, so that it makes one job. */
	readonly idempotencyKey: string;
	/** `Date.now()` when the author asked. */
	readonly startedAtMs: number;
	/** A job whose result may go once this one has been started; not before, since a start can fail. */
	readonly replaces: JobHandle | null;
}

/**
 * What a caller's place holds. It lives in react-query's cache, not in the
 * component: a popover that closes and opens again finds its job.
 */
export type Slot< Input, Result > =
	| { readonly phase: 'empty'; readonly intent: null }
	| {
			readonly phase: 'starting';
			readonly intent: Intent< Input >;
			/** The author pressed Stop before the job had an id. */
			readonly cancelRequested: boolean;
	  }
	| {
			readonly phase: 'started';
			readonly intent: Intent< Input >;
			readonly job: JobHandle< Result >;
			/** The carrier cannot cancel: the job goes on, nobody waits for it. */
			readonly abandoned: boolean;
	  }
	| {
			readonly phase: 'refused';
			readonly intent: Intent< Input >;
			readonly error: AiJobError;
	  };

export const EMPTY = { phase: 'empty', intent: null } as const;

/** The cache's key of all places. */
export const SLOTS_KEY = [ 'wp-ai-jobs', 'slot' ] as const;

/** The cache's key of a place. */
export const slotKey = ( type: string, key: string ) =>
	[ ...SLOTS_KEY, type, key ] as const;
