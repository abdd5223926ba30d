import { useDispatch } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import {
	useEffect,
	useState,
	useSyncExternalStore,
	type ComponentType,
} from 'react';
import { popoverSwitch } from './popoverSwitch.ts';
import type { EditorSettings } from './settings.ts';
import { useHasJobs } from './useHasJobs.ts';
import { usePost } from './usePost.ts';

interface LazyEditorAiProps {
	readonly settings: EditorSettings;
}

/**
 * Fetches all but the buttons when one of them is pressed for the first time,
 * or the post has jobs to go on with, and says so where that fails.
 */
export function LazyEditorAi( { settings }: LazyEditorAiProps ) {
	const isOpen = useSyncExternalStore(
		popoverSwitch.subscribe,
		() => popoverSwitch.get() !== null
	);
	const [ EditorAi, setEditorAi ] = useState< ComponentType | null >( null );
	const { createErrorNotice } = useDispatch( noticesStore );
	const hasJobs = useHasJobs( settings, usePost()?.id );
	const isWanted = ( isOpen || hasJobs ) && ! EditorAi;

	useEffect( () => {
		if ( ! isWanted ) {
			return;
		}
		let isCurrent = true;
		import( './createEditorAi.tsx' ).then(
			( { createEditorAi } ) => {
				if ( isCurrent ) {
					setEditorAi( () =>
						createEditorAi( settings, popoverSwitch )
					);
				}
			},
			() => {
				if ( isCurrent ) {
					popoverSwitch.close();
				}
				if ( isCurrent && isOpen ) {
					void createErrorNotice(
						__(
							'The AI popover could not be loaded. Check your connection and try again.',
							'wp-ai-jobs'
						),
						{ id: 'wp-ai-jobs-loading', type: 'snackbar' }
					);
				}
			}
		);
		return () => {
			isCurrent = false;
		};
	}, [ isWanted, isOpen, settings, createErrorNotice ] );

	return EditorAi && <EditorAi />;
}
