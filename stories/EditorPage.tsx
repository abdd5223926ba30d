import { Button } from '@wordpress/components';
import { useState } from 'react';
import { AiJobsProvider } from '../src/react/index.ts';
import {
	AIContentPopover,
	type AIContentPopoverProps,
} from '../src/components/index.ts';
import { storyJobs } from './storyJobs.ts';

/**
 * A page with a block and a button, as much of an editor as the popover needs.
 *
 * @param props The popover's.
 */
export function EditorPage( props: AIContentPopoverProps ) {
	const [ { client } ] = useState( storyJobs );
	const [ anchor, setAnchor ] = useState< HTMLElement | null >( null );
	const [ isOpen, setIsOpen ] = useState( true );
	const close = () => {
		setIsOpen( false );
		props.onClose();
	};
	return (
		<AiJobsProvider client={ client }>
			<main className="story-editor">
				<div className="story-editor__toolbar" ref={ setAnchor }>
					<Button
						__next40pxDefaultSize
						variant="tertiary"
						onClick={ () => setIsOpen( true ) }
					>
						Generate text
					</Button>
				</div>
				<p>A paragraph that an author is writing.</p>
				{ isOpen && anchor && (
					<AIContentPopover
						{ ...props }
						anchor={ anchor }
						onClose={ close }
					/>
				) }
			</main>
		</AiJobsProvider>
	);
}
