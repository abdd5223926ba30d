import { store as blockEditorStore } from '@wordpress/block-editor';
import { useDispatch, useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef } from 'react';
import { useAiJob } from '../react/index.ts';
import type { Spot } from './popoverSwitch.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';

interface FinishedNoticeProps {
	/** Where the job was started. It stays the same object. */
	readonly spot: Spot;
}

/** Tells an author who has closed the popover that the job is over. */
export function FinishedNotice( { spot }: FinishedNoticeProps ) {
	const { kind, key } = spot;
	const popoverSwitch = usePopoverSwitch();
	const isText = kind === 'text';
	const { status } = useAiJob( isText ? 'content' : 'image', { key } );
	const { createNotice, removeNotice } = useDispatch( noticesStore );
	const registry = useRegistry();
	const wasLive = useRef( false );

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
							if ( getBlock( key ) ) {
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
		if ( isOver && wasLive.current && ! popoverSwitch.isOpen( key ) ) {
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
		return popoverSwitch.subscribe( () => {
			if ( popoverSwitch.isOpen( key ) ) {
				void removeNotice( id );
			}
		} );
	}, [
		spot,
		key,
		isText,
		popoverSwitch,
		status,
		registry,
		createNotice,
		removeNotice,
	] );
	return null;
}
