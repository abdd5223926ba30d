import { usePluginContext } from '@wordpress/plugins';
import { Fragment, useState, useSyncExternalStore } from 'react';
import type { AiJobClient } from '../client/index.ts';
import { AiJobsProvider } from '../react/index.ts';
import { BlockProgress } from './BlockProgress.tsx';
import { FeaturedImagePopover } from './FeaturedImagePopover.tsx';
import { FinishedNotice } from './FinishedNotice.tsx';
import { FoundPopover } from './FoundPopover.tsx';
import { ImagePopover } from './ImagePopover.tsx';
import { findPanel, JobsPanel, PANEL } from './JobsPanel.tsx';
import { PickUp } from './PickUp.tsx';
import type { PopoverSwitch } from './popoverSwitch.ts';
import type { Target } from './target.ts';
import { TextPopover } from './TextPopover.tsx';
import { usePost } from './usePost.ts';
import { LogInContext, useEditorLogIn } from './useLogIn.ts';
import { PopoverSwitchContext } from './usePopoverSwitch.ts';

interface EditorAiProps {
	readonly client: AiJobClient;
	/** The one that the buttons move. */
	readonly popoverSwitch: PopoverSwitch;
	/** Where one logs in again. */
	readonly loginUrl?: string | undefined;
}

/**
 * All of ours that is not a part of a block. One for the editor: a provider
 * in a block would stop following jobs when the block goes.
 */
export function EditorAi( { client, popoverSwitch, loginUrl }: EditorAiProps ) {
	const post = usePost();
	const { name } = usePluginContext();
	const spot = useSyncExternalStore(
		popoverSwitch.subscribe,
		popoverSwitch.get
	);
	const visited = useSyncExternalStore(
		popoverSwitch.subscribe,
		popoverSwitch.visited
	);
	const logIn = useEditorLogIn( client, loginUrl );
	const [ targets ] = useState( () => new Map< string, Target >() );

	return (
		<PopoverSwitchContext.Provider value={ popoverSwitch }>
			<LogInContext.Provider value={ logIn }>
				<AiJobsProvider client={ client }>
					{ spot?.kind === 'text' && (
						<TextPopover
							key={ spot.key }
							clientId={ spot.key }
							jobKey={ spot.key }
							post={ post }
							targets={ targets }
						/>
					) }
					{ spot?.kind === 'image' && (
						<ImagePopover
							key={ spot.key }
							clientId={ spot.key }
							jobKey={ spot.key }
							post={ post }
							targets={ targets }
						/>
					) }
					{ spot?.kind === 'featured-image' && (
						<FeaturedImagePopover
							key={ spot.key }
							spotKey={ spot.key }
							post={ post }
						/>
					) }
					{ ( spot?.kind === 'found-text' ||
						spot?.kind === 'found-images' ) && (
						<FoundPopover
							key={ spot.key }
							subject={
								spot.kind === 'found-text' ? 'text' : 'images'
							}
							spotKey={ spot.key }
							post={ post }
						/>
					) }
					<PickUp
						postId={ post?.id ?? null }
						panel={
							name && findPanel() ? `${ name }/${ PANEL }` : null
						}
					/>
					<JobsPanel />
					{ visited.map( ( visit ) => (
						<Fragment key={ visit.key }>
							<FinishedNotice spot={ visit } />
							<BlockProgress spot={ visit } />
						</Fragment>
					) ) }
				</AiJobsProvider>
			</LogInContext.Provider>
		</PopoverSwitchContext.Provider>
	);
}
