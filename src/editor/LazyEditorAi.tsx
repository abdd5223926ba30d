import { useDispatch, useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import {
	useEffect,
	useLayoutEffect,
	useState,
	useSyncExternalStore,
	type ComponentType,
} from 'react';
import type { PopoverSwitch } from './popoverSwitch.ts';
import { useHasJobs, type HasJobs } from './useHasJobs.ts';
import { usePost, usePostKey } from './usePost.ts';

/** Where jobs come from, and what shows them. */
export interface EditorAiSource {
	/** The types of jobs that the author may start; without it, all. */
	readonly types?: readonly string[] | undefined;
	readonly hasJobs: HasJobs;
	/** Fetches what follows jobs and shows popovers. */
	readonly load: ( popoverSwitch: PopoverSwitch ) => Promise< ComponentType >;
}

interface LazyEditorAiProps {
	/** Stays the same object. */
	readonly source: EditorAiSource;
	/** The one that the buttons move. */
	readonly popoverSwitch: PopoverSwitch;
}

/**
 * Fetches all but the buttons when one of them is pressed for the first time,
 * or the post has jobs to go on with, and says so where that fails.
 */
export function LazyEditorAi( { source, popoverSwitch }: LazyEditorAiProps ) {
	const isOpen = useSyncExternalStore(
		popoverSwitch.subscribe,
		() => popoverSwitch.get() !== null
	);
	const registry = useRegistry();
	const postKey = usePostKey();
	useEffect(
		() => popoverSwitch.addHost( registry ),
		[ popoverSwitch, registry ]
	);
	// Before any effect tells the switch of jobs of the new post.
	useLayoutEffect(
		() => popoverSwitch.enterPost( postKey ),
		[ popoverSwitch, postKey ]
	);
	const [ EditorAi, setEditorAi ] = useState< ComponentType | null >( null );
	const { createErrorNotice } = useDispatch( noticesStore );
	const hasJobs = useHasJobs( source.hasJobs, usePost()?.id );
	const isWanted = ( isOpen || hasJobs ) && ! EditorAi;

	useEffect( () => {
		if ( ! isWanted ) {
			return;
		}
		let isCurrent = true;
		source.load( popoverSwitch ).then(
			( loaded ) => {
				if ( isCurrent ) {
					setEditorAi( () => loaded );
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
	}, [ isWanted, isOpen, source, popoverSwitch, createErrorNotice ] );

	return EditorAi && <EditorAi />;
}
