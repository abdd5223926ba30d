import { useRegistry } from '@wordpress/data';
import { usePluginContext } from '@wordpress/plugins';
import { Fragment, useEffect, useState, useSyncExternalStore } from 'react';
import type { AiJobClient } from '../client/index.ts';
import { AiJobsProvider } from '../react/index.ts';
import { BlockProgress } from './BlockProgress.tsx';
import { FeaturedImagePopover } from './FeaturedImagePopover.tsx';
import { FinishedNotice } from './FinishedNotice.tsx';
import { ImagePopover } from './ImagePopover.tsx';
import { findPanel, JobsPanel, PANEL } from './JobsPanel.tsx';
import { PickUp } from './PickUp.tsx';
import type { PopoverSwitch, Spot } from './popoverSwitch.ts';
import { createTargets, TargetsContext } from './targets.ts';
import { TextPopover } from './TextPopover.tsx';
import { usePost } from './usePost.ts';
import { LogInContext, useEditorLogIn } from './useLogIn.ts';
import { PopoverSwitchContext, usePopoverSwitch } from './usePopoverSwitch.ts';
import { useBlockOf, useKeepTarget } from './useTarget.ts';

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
	const registry = useRegistry();
	const [ targets ] = useState( () =>
		createTargets( { registry, blockProps: popoverSwitch.blockProps } )
	);
	useEffect( () => targets.watch(), [ targets ] );

	return (
		<PopoverSwitchContext.Provider value={ popoverSwitch }>
			<LogInContext.Provider value={ logIn }>
				<AiJobsProvider client={ client }>
					<TargetsContext.Provider value={ targets }>
						{ ( spot?.kind === 'text' ||
							spot?.kind === 'found-text' ) && (
							<TextPopover
								key={ spot.key }
								spot={ spot }
								post={ post }
							/>
						) }
						{ ( spot?.kind === 'image' ||
							spot?.kind === 'found-images' ) && (
							<ImagePopover
								key={ spot.key }
								spot={ spot }
								post={ post }
							/>
						) }
						{ spot?.kind === 'featured-image' && (
							<FeaturedImagePopover
								key={ spot.key }
								spotKey={ spot.key }
								post={ post }
							/>
						) }
						<PickUp
							postId={ post?.id ?? null }
							panel={
								name && findPanel()
									? `${ name }/${ PANEL }`
									: null
							}
						/>
						<JobsPanel />
						{ visited.map( ( visit ) => (
							<Fragment key={ visit.key }>
								<KeptTarget spot={ visit } />
								<FinishedNotice spot={ visit } />
								<BlockProgress spot={ visit } />
							</Fragment>
						) ) }
					</TargetsContext.Provider>
				</AiJobsProvider>
			</LogInContext.Provider>
		</PopoverSwitchContext.Provider>
	);
}

function KeptTarget( { spot }: { readonly spot: Spot } ) {
	useKeepTarget( spot );
	const popoverSwitch = usePopoverSwitch();
	const clientId = useBlockOf( spot );
	useEffect(
		() =>
			clientId === null || clientId === spot.key
				? undefined
				: popoverSwitch.addMoved( clientId, spot ),
		[ popoverSwitch, clientId, spot ]
	);
	return null;
}
