import { createContext, useContext, useEffect, useMemo } from 'react';
import type { AiJobClient } from '../client/index.ts';
import type { LogIn } from '../components/index.ts';
import { openAuthCheck, watchAuthCheck } from './authCheck.ts';

/** Brings the way to log in to the popovers. */
export const LogInContext = createContext< LogIn >( {} );

/** How an author who was logged out comes back. */
export const useLogIn = () => useContext( LogInContext );

/**
 * What lets an author log in again by the editor's own dialog, and has the
 * client look at every job when that is done. Where there is no dialog: in
 * another window, from which the client wakes when it has the focus again.
 *
 * @param client   Follows the jobs.
 * @param loginUrl Where one logs in.
 */
export function useEditorLogIn(
	client: AiJobClient,
	loginUrl: string | undefined
): LogIn {
	useEffect( () => watchAuthCheck( client.checkNow ), [ client ] );
	return useMemo(
		() => ( {
			loginUrl,
			onLogIn:
				loginUrl === undefined
					? undefined
					: () => {
							if ( ! openAuthCheck() ) {
								window.open( loginUrl, 'wp-ai-jobs-log-in' );
							}
						},
		} ),
		[ loginUrl ]
	);
}
