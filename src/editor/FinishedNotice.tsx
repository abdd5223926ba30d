import { useDispatch } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { finishedText } from './finishedText.ts';
import { signOf, type Spot } from './popoverSwitch.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';
import { useShowSpot } from './useShowSpot.ts';
import { useSpotJob } from './useSpotJob.ts';

interface FinishedNoticeProps {
	/** Where the job was started. It stays the same object. */
	readonly spot: Spot;
}

const noticeId = ( key: string ) => `wp-ai-jobs-${ key }`;

/**
 * Tells an author who has closed the popover that the job is over, and marks
 * the button meanwhile; all that only as long as its post is edited. A job that was found when the post was opened has no
 * button that leads to it: of it, an author is told whenever the popover is
 * closed and the result is still there.
 */
export function FinishedNotice( { spot }: FinishedNoticeProps ) {
	const { key } = spot;
	const popoverSwitch = usePopoverSwitch();
	const {
		job: { status },
		isText,
		isFound,
		prompt,
	} = useSpotJob( spot );
	const { createNotice, removeNotice } = useDispatch( noticesStore );
	const show = useShowSpot( spot );
	// Found when the post was opened, or shown again after another post was.
	const hasReason = useRef( ! spot.isListed );
	const isOpen = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.isOpen( key )
	);

	useEffect( () => {
		popoverSwitch.setSign( key, signOf( status ) );
		return () => popoverSwitch.setSign( key, null );
	}, [ popoverSwitch, key, status ] );

	useEffect(
		() => () => void removeNotice( noticeId( key ) ),
		[ key, removeNotice ]
	);

	useEffect( () => {
		const id = noticeId( key );
		const tell = (
			outcome: 'success' | 'error',
			text: string,
			label: string
		) => {
			void createNotice( outcome, text, {
				id,
				type: 'snackbar',
				explicitDismiss: true,
				actions: [ { label, onClick: show } ],
			} );
		};
		const sign = signOf( status );
		// Idle: what it tells of was used, here or in another tab.
		if ( isOpen || status === 'idle' ) {
			void removeNotice( id );
			hasReason.current = isFound;
		} else if ( sign === 'running' ) {
			void removeNotice( id );
			hasReason.current = true;
		} else if ( hasReason.current && sign === 'ready' ) {
			tell(
				'success',
				finishedText( sign, isText, prompt ),
				__( 'Review', 'wp-ai-jobs' )
			);
		} else if ( hasReason.current && sign === 'failed' ) {
			tell(
				'error',
				finishedText( sign, isText, prompt ),
				__( 'Show', 'wp-ai-jobs' )
			);
		}
	}, [
		key,
		isText,
		isFound,
		prompt,
		isOpen,
		status,
		show,
		createNotice,
		removeNotice,
	] );
	return null;
}
