import { useRegistry } from '@wordpress/data';
import { useCallback, useEffect, useState } from 'react';
import { useAiJob } from '../react/index.ts';
import { rememberTarget, type Target } from './target.ts';

/**
 * Remembers a block as it was when its text was asked for, however often the
 * popover is closed and opened until the text is there.
 *
 * @param clientId The block that the popover is open for.
 * @return What reads the target; null where the block is unknown.
 */
export function useTarget( clientId: string ): () => Target | null {
	const registry = useRegistry();
	const { status } = useAiJob( 'content', { key: clientId } );
	const [ targets ] = useState( () => new Map< string, Target >() );
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
