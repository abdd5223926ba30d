import { store as blockEditorStore } from '@wordpress/block-editor';
import { useDispatch, useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useAiJob } from '../react/index.ts';
import { goToPlace } from './findPlace.ts';
import type { Spot } from './popoverSwitch.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';

interface FinishedNoticeProps {
	/** Where the job was started. It stays the same object. */
	readonly spot: Spot;
}

/**
 * Tells an author who has closed the popover that the job is over. A job that
 * was found when the post was opened has no button that leads to it: of it, an
 * author is told whenever the popover is closed and the result is still there.
 */
export function FinishedNotice( { spot }: FinishedNoticeProps ) {
	const { kind, key } = spot;
	const popoverSwitch = usePopoverSwitch();
	const isText = kind === 'text' || kind === 'found-text';
	const isFound = kind === 'found-text' || kind === 'found-images';
	const { status } = useAiJob( isText ? 'content' : 'image', { key } );
	const { createNotice, removeNotice } = useDispatch( noticesStore );
	const registry = useRegistry();
	const wasLive = useRef( false );
	const isOpen = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.isOpen( key )
	);

	useEffect( () => {
		const id = `wp-ai-jobs-${ key }`;
		const tell = ( outcome: 'success' | 'error', text: string ) => {
			void createNotice( outcome, text, {
				id,
				type: 'snackbar',
				explicitDismiss: true,
				actions: [
					{
						label: __( 'Show', 'wp-ai-jobs' ),
						onClick() {
							const { getBlock } =
								registry.select( blockEditorStore );
							if ( isFound ) {
								goToPlace(
									registry,
									isText ? 'text' : 'images'
								);
							} else if ( getBlock( key ) ) {
								void registry
									.dispatch( blockEditorStore )
									.selectBlock( key );
							}
							popoverSwitch.open( spot );
						},
					},
				],
			} );
		};
		const isOver =
			status === 'completed' ||
			status === 'failed' ||
			status === 'expired' ||
			status === 'timed-out';
		// Idle: what it tells of was used, here or in another tab.
		if ( isOpen || status === 'idle' ) {
			void removeNotice( id );
		} else if ( isOver && ( isFound || wasLive.current ) ) {
			if ( status === 'completed' ) {
				tell(
					'success',
					isText
						? __( 'Your text is ready.', 'wp-ai-jobs' )
						: __( 'Your images are ready.', 'wp-ai-jobs' )
				);
			} else {
				tell(
					'error',
					isText
						? __( 'No text was generated yet.', 'wp-ai-jobs' )
						: __( 'No image was generated yet.', 'wp-ai-jobs' )
				);
			}
		}
		wasLive.current =
			status === 'starting' ||
			status === 'pending' ||
			status === 'processing';
	}, [
		spot,
		key,
		isText,
		isFound,
		isOpen,
		popoverSwitch,
		status,
		registry,
		createNotice,
		removeNotice,
	] );
	return null;
}
