import { store as blockEditorStore } from '@wordpress/block-editor';
import { useSelect } from '@wordpress/data';
import { useCallback, useContext, useEffect } from 'react';
import { findPlace } from './findPlace.ts';
import { isOfJob, type Spot } from './popoverSwitch.ts';
import { rememberTarget } from './target.ts';
import { TargetsContext, type Targets } from './targets.ts';
import { useSpotJob } from './useSpotJob.ts';

/** The blocks of jobs; an error where there is nothing that knows them. */
export function useTargets(): Targets {
	const targets = useContext( TargetsContext );
	if ( ! targets ) {
		throw new Error( 'There are no targets above this component.' );
	}
	return targets;
}

/**
 * Remembers a block as it was when something was asked for it, and forgets it
 * when that was used.
 *
 * @param spot Where the job is. It stays the same object.
 */
export function useKeepTarget( spot: Spot ): void {
	const targets = useTargets();
	const { job } = useSpotJob( spot );
	const { key } = spot;
	const { status } = job;
	const jobId = 'id' in job ? job.id : null;
	useEffect( () => {
		if ( isOfJob( spot ) ) {
			return;
		}
		if ( status === 'idle' ) {
			targets.forget( key );
		} else if ( status === 'starting' || ! targets.has( spot ) ) {
			targets.remember( key, targets.find( spot ) ?? key );
		}
	}, [ targets, spot, key, status ] );
	useEffect( () => {
		if ( jobId !== null ) {
			targets.keep( key, jobId );
		}
	}, [ targets, key, jobId ] );
}

/**
 * The block that a popover is for: the one that its job was asked for, if it
 * can be told which that is; else, for a job that was found when the post was
 * opened, the one at which the author is.
 *
 * @param spot    Where the job is. It stays the same object.
 * @param subject What is shown.
 */
export function useTarget( spot: Spot, subject: 'text' | 'images' ) {
	const targets = useTargets();
	const { editor } = targets;
	const { key } = spot;
	const isFound = isOfJob( spot );
	const found = useBlockOf( spot );
	const isKnown = ! isFound || found !== null;
	const clientId = useSelect(
		( _select, stores ) =>
			found ?? ( isFound ? ( findPlace( stores, subject ) ?? '' ) : key ),
		[ found, isFound, subject, key ]
	);
	const readTarget = useCallback(
		() =>
			( isKnown ? targets.read( spot ) : null ) ??
			rememberTarget( editor, clientId ),
		[ targets, editor, isKnown, spot, clientId ]
	);
	return { editor, clientId, isKnown, readTarget };
}

/**
 * The block of a spot, under its id of now.
 *
 * @param spot The spot.
 * @return Null where it is not known, or gone.
 */
export function useBlockOf( spot: Spot ): string | null {
	const targets = useContext( TargetsContext );
	const { key } = spot;
	const isFound = isOfJob( spot );
	return useSelect(
		( select ) =>
			targets?.find( spot ) ??
			( ! isFound && select( blockEditorStore ).getBlock( key )
				? key
				: null ),
		[ targets, spot, key, isFound ]
	);
}
