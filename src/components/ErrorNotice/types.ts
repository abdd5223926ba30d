import type { ReactNode, RefCallback } from 'react';
import type { Explanation } from './explainError.ts';

export interface ErrorNoticeProps {
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
	/** Where one logs in. */
	readonly loginUrl?: string | undefined;
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
