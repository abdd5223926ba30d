import { AiJobError, type JobSnapshot } from '../protocol/index.ts';
import type { Tracking } from './tracking.ts';

/**
 * The error of a job that ended without a result.
 *
 * @param snapshot Its last snapshot.
 */
export function jobError( snapshot: JobSnapshot ): AiJobError {
	if ( snapshot.status === 'cancelled' ) {
		return new AiJobError( 'cancelled', 'The job was stopped.', {
			retryable: true,
			mayBeBilled: snapshot.mayBeBilled,
		} );
	}
	if (
		( snapshot.status === 'failed' || snapshot.status === 'expired' ) &&
		snapshot.error
	) {
		const { code, message, retryable, mayBeBilled } = snapshot.error;
		return new AiJobError( code, message, { retryable, mayBeBilled } );
	}
	return new AiJobError(
		'expired',
		'The job took too long and was given up.',
		{ retryable: true }
	);
}

/**
 * The end of the client's patience; the job itself may still complete.
 *
 * @param tracking What was known last.
 */
export function timedOut( tracking: Tracking ): AiJobError {
	return new AiJobError(
		'timed_out',
		'The job is taking longer than expected. It may still complete.',
		{
			retryable: true,
			cause: tracking.lastError ?? undefined,
		}
	);
}

/**
 * What this carrier cannot do.
 *
 * @param what The deed, as it ends the sentence.
 */
export function unsupported( what: string ): AiJobError {
	return new AiJobError(
		'unsupported',
		`This site’s AI backend cannot ${ what }.`
	);
}
