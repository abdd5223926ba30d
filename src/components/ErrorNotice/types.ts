import type { ReactNode, RefCallback } from 'react';
import type { LogIn } from '../LogIn/index.ts';

/** What helps. `edit`: the fields are there to be changed and sent again. */
export type Remedy =
	| 'retry'
	| 'start-again'
	| 'edit'
	| 'keep-waiting'
	| 'log-in'
	| 'set-up'
	| 'none';

/** An error in the author's terms. */
export interface Explanation {
	readonly happened: string;
	/** What is not lost, and what it may cost; empty where there is nothing to say. */
	readonly safe: string;
	readonly next: string;
	readonly remedy: Remedy;
}

export interface ErrorNoticeProps extends LogIn {
	readonly explanation: Explanation;
	/**
	 * How grave it is.
	 *
	 * @default 'error'
	 */
	readonly status?: 'error' | 'warning' | 'info';
	/**
	 * Where a provider is set up; null for who may not.
	 *
	 * @default null
	 */
	readonly settingsUrl?: string | null | undefined;
	/**
	 * `Date.now()` from which on it helps to do the same again; null: at once.
	 *
	 * @default null
	 */
	readonly retryTimeMs?: number | null;
	/** Does the same again, or looks again after a login. */
	readonly onRetry?: ( () => void ) | undefined;
	/** Starts a new job. */
	readonly onStartAgain?: ( () => void ) | undefined;
	readonly onKeepWaiting?: ( () => void ) | undefined;
	/** Brings the author to the fields. */
	readonly onEdit?: ( () => void ) | undefined;
	/** Asks again whether a provider is set up. */
	readonly onRefresh?: ( () => void ) | undefined;
	/** Takes the focus when the notice appears. */
	readonly focusRef?: RefCallback< HTMLElement > | undefined;
	/** More buttons. */
	readonly children?: ReactNode;
}
