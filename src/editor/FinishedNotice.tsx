import { store as blockEditorStore } from '@wordpress/block-editor';
import { useDispatch, useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef } from 'react';
import { useAiJob } from '../react/index.ts';
import { popoverSwitch } from './popoverSwitch.ts';

interface FinishedNoticeProps {
	/** The block that the job is for. */
	readonly clientId: string;
}

/** Tells an author who has closed the popover that the job is over. */
export function FinishedNotice( { clientId }: FinishedNoticeProps ) {
	const { status } = useAiJob( 'content', { key: clientId } );
	const { createNotice, removeNotice } = useDispatch( noticesStore );
	const registry = useRegistry();
	const wasLive = useRef( false );

	useEffect( () => {
		const id = `wp-ai-jobs-${ clientId }`;
		const tell = ( kind: 'success' | 'error', text: string ) => {
			void createNotice( kind, text, {
				id,
				type: 'snackbar',
				explicitDismiss: true,
				actions: [
					{
						label: __( 'Show', 'wp-ai-jobs' ),
						onClick() {
							const { getBlock } =
								registry.select( blockEditorStore );
							if ( getBlock( clientId ) ) {
								void registry
									.dispatch( blockEditorStore )
									.selectBlock( clientId );
							}
							popoverSwitch.open( clientId );
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
		if ( isOver && wasLive.current && popoverSwitch.get() !== clientId ) {
			if ( status === 'completed' ) {
				tell( 'success', __( 'Your text is ready.', 'wp-ai-jobs' ) );
			} else {
				tell(
					'error',
					__( 'No text was generated yet.', 'wp-ai-jobs' )
				);
			}
		}
		wasLive.current =
			status === 'starting' ||
			status === 'pending' ||
			status === 'processing';
		return popoverSwitch.subscribe( () => {
			if ( popoverSwitch.get() === clientId ) {
				void removeNotice( id );
			}
		} );
	}, [ clientId, status, registry, createNotice, removeNotice ] );
	return null;
}
