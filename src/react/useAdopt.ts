import { useCallback } from 'react';
import {
	type JobHandle,
	type JobInput,
	type JobResult,
	type JobTypeRef,
} from '../client/index.ts';
import { isInput, type FoundJob } from '../protocol/index.ts';
import { useAiJobs } from './AiJobsProvider.tsx';
import { jobKey } from './jobQuery.ts';
import { EMPTY, slotKey, type Slot } from './slot.ts';

/**
 * Puts a job that was found into a place, as if it had been started there.
 *
 * @param type  A built-in type's name, or a declared type.
 * @param key   The place, as given to `useAiJob`.
 * @param found What `usePostJobs` or `client.list` gave.
 * @return Whether it is there now: not where it is of another type, its input is unknown, it is known or acknowledged already, or the place is taken.
 */
export type Adopt = < const Ref extends JobTypeRef >(
	type: Ref,
	key: string,
	found: FoundJob
) => boolean;

/**
 * What puts found jobs into places; from then on the provider follows them,
 * and `useAiJob` with that type and key has them. Nothing is acknowledged.
 *
 * @example
 * const adopt = useAdopt();
 * adopt( 'content', clientId, found );
 */
export function useAdopt(): Adopt {
	const { client, cache, follower } = useAiJobs();
	return useCallback(
		< const Ref extends JobTypeRef >(
			type: Ref,
			key: string,
			found: FoundJob
		) => {
			type Place = Slot< JobInput< Ref >, JobResult< Ref > >;
			const jobType = client.jobType( type );
			const { id, input, context } = found;
			const place = slotKey( jobType.name, key );
			const { phase } = cache.getQueryData< Place >( place ) ?? EMPTY;
			if (
				found.type !== jobType.name ||
				! isInput( jobType, input ) ||
				cache.getQueryData( jobKey( id ) ) ||
				phase !== 'empty'
			) {
				return false;
			}
			const job: JobHandle< JobResult< Ref > > = client.job( type, id );
			const started: Place = {
				phase: 'started',
				intent: {
					input,
					options: { context },
					idempotencyKey: client.idempotencyKey(),
					startedAtMs: Date.now() - ageMs( found ),
					replaces: null,
				},
				job,
				abandoned: false,
			};
			cache.setQueryData( place, started );
			follower.follow( job, found );
			return true;
		},
		[ client, cache, follower ]
	);
}

/** By the server's clock alone: this machine's may be another. */
const ageMs = ( { createdAt, serverTime }: FoundJob ) =>
	Date.parse( serverTime ) - Date.parse( createdAt );
