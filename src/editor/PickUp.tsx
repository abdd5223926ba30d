import { useDispatch, useRegistry } from '@wordpress/data';
import { __, _n, sprintf } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect } from 'react';
import { isFinal, type FoundJob } from '../protocol/index.ts';
import { useAdopt, usePostJobs, type Adopt } from '../react/index.ts';
import { openJobsPanel } from './openJobsPanel.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';
import type { Spot } from './popoverSwitch.ts';

const NOTICE = 'wp-ai-jobs-found';

interface PickUpProps {
	/** Null where no post is edited. */
	readonly postId: number | null;
	/** What the editor calls the panel with the jobs; null where it has none. */
	readonly panel: string | null;
}

/** Goes on with the jobs of an editor that was closed or reloaded. */
export function PickUp( { postId, panel }: PickUpProps ) {
	const popoverSwitch = usePopoverSwitch();
	const adopt = useAdopt();
	const registry = useRegistry();
	const { createInfoNotice, removeNotice } = useDispatch( noticesStore );
	const jobs = usePostJobs( postId );
	// Another post has other jobs.
	useEffect(
		() => () => void removeNotice( NOTICE ),
		[ postId, removeNotice ]
	);
	useEffect( () => {
		const found = [ ...jobs ].reverse().flatMap( ( job ) => {
			const spot = takeOver( job, adopt );
			return spot ? [ { spot, isOver: isFinal( job.status ) } ] : [];
		} );
		const { length: over } = found.filter( ( { isOver } ) => isOver );
		// Of many notices, an author sees the last; so there is one for all.
		const isListed = over > 1 && panel !== null;
		for ( const { spot, isOver } of found ) {
			popoverSwitch.announce(
				isOver && isListed ? { ...spot, isListed } : spot
			);
		}
		if ( isListed ) {
			void createInfoNotice(
				sprintf(
					/* translators: %d: how many jobs. */
					_n(
						'%d AI job of this post has ended.',
						'%d AI jobs of this post have ended.',
						over,
						'wp-ai-jobs'
					),
					over
				),
				{
					id: NOTICE,
					type: 'snackbar',
					explicitDismiss: true,
					actions: [
						{
							label: __( 'Review', 'wp-ai-jobs' ),
							onClick: () => openJobsPanel( registry, panel ),
						},
					],
				}
			);
		}
	}, [ jobs, adopt, popoverSwitch, registry, panel, createInfoNotice ] );
	return null;
}

function takeOver( job: FoundJob, adopt: Adopt ): Spot | null {
	const { id: key } = job;
	if ( adopt( 'content', key, job ) ) {
		return { kind: 'found-text', key };
	}
	return adopt( 'image', key, job ) ? { kind: 'found-images', key } : null;
}
