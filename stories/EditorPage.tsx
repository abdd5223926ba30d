import { Button } from '@wordpress/components';
import { useState, type ReactNode } from 'react';
import { AiJobsProvider } from '../src/react/index.ts';
import { storyJobs } from './storyJobs.ts';

interface EditorPageProps {
	/** What the button that opens the popover says. */
	readonly opener: string;
	readonly onClose: () => void;
	/** The popover, given what it stands at and what closes it. */
	readonly children: ( open: {
		readonly anchor: HTMLElement;
		readonly close: () => void;
	} ) => ReactNode;
}

/**
 * A page with a block and a button, as much of an editor as a popover needs.
 *
 * @param props The button, and the popover.
 */
export function EditorPage( { opener, onClose, children }: EditorPageProps ) {
	const [ { client } ] = useState( storyJobs );
	const [ anchor, setAnchor ] = useState< HTMLElement | null >( null );
	const [ isOpen, setIsOpen ] = useState( true );
	const close = () => {
		setIsOpen( false );
		onClose();
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
						{ opener }
					</Button>
				</div>
				<p>A paragraph that an author is writing.</p>
				{ isOpen && anchor && children( { anchor, close } ) }
			</main>
		</AiJobsProvider>
	);
}
