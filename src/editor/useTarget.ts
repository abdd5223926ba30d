import { useRegistry } from '@wordpress/data';
import { useCallback, useEffect } from 'react';
import { useAiJob } from '../react/index.ts';
import { rememberTarget, type Target } from './target.ts';

/**
 * Remembers a block as it was when something was asked for, however often the
 * popover is closed and opened until that is there.
 *
 * @param type     The type of the job.
 * @param jobKey   Where the job belongs.
 * @param clientId The block that the popover is open for.
 * @param targets  Where they are remembered.
 * @return What reads the target; null where the block is unknown.
 */
export function useTarget(
	type: 'content' | 'image',
	jobKey: string,
	clientId: string,
	targets: Map< string, Target >
): () => Target | null {
	const registry = useRegistry();
	const { status } = useAiJob( type, { key: jobKey } );
	useEffect( () => {
		if ( status === 'idle' ) {
			targets.delete( clientId );
		} else if ( status === 'starting' || ! targets.has( clientId ) ) {
			const target = rememberTarget( registry, clientId );
			if ( target ) {
				targets.set( clientId, target );
			}
		}
	}, [ registry, targets, clientId, status ] );
	return useCallback(
		() => targets.get( clientId ) ?? rememberTarget( registry, clientId ),
		[ registry, targets, clientId ]
	);
}
