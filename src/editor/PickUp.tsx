import { useEffect } from 'react';
import type { FoundJob } from '../protocol/index.ts';
import { useAdopt, usePostJobs, type Adopt } from '../react/index.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';
import type { Spot } from './popoverSwitch.ts';

interface PickUpProps {
	/** Null where no post is edited. */
	readonly postId: number | null;
}

/** Goes on with the jobs of an editor that was closed or reloaded. */
export function PickUp( { postId }: PickUpProps ) {
	const popoverSwitch = usePopoverSwitch();
	const adopt = useAdopt();
	const jobs = usePostJobs( postId );
	useEffect( () => {
		// Of many notices, the editor shows the last.
		for ( const job of [ ...jobs ].reverse() ) {
			const spot = takeOver( job, adopt );
			if ( spot ) {
				popoverSwitch.announce( spot );
			}
		}
	}, [ jobs, adopt, popoverSwitch ] );
	return null;
}

function takeOver( job: FoundJob, adopt: Adopt ): Spot | null {
	const { id: key } = job;
	if ( adopt( 'content', key, job ) ) {
		return { kind: 'found-text', key };
	}
	return adopt( 'image', key, job ) ? { kind: 'found-images', key } : null;
}
