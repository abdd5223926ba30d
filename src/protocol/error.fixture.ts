import { AiJobError } from './error.ts';

/** A request without an answer; for tests. */
export const lost = () =>
	new AiJobError( 'network', 'No answer.', { retryable: true } );

/** A request of nobody. */
export const loggedOut = () =>
	new AiJobError( 'not_logged_in', 'Log in again.', { httpStatus: 401 } );
