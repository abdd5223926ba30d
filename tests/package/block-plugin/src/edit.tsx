import {
	BlockControls,
	RichText,
	useBlockProps,
} from '@wordpress/block-editor';
import { ToolbarButton, ToolbarGroup } from '@wordpress/components';
import { useState } from 'react';
import {
	AIContentPopover,
	AiJobsProvider,
	createAiJobClient,
	useAiJob,
} from 'wp-ai-jobs';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import 'wp-ai-jobs/styles.css';

const { root, nonce } = window.haikuBlock;
const client = createAiJobClient( {
	transport: createRestTransport( { root, nonce } ),
} );

interface EditProps {
	attributes: { text: string };
	setAttributes: ( attributes: { text: string } ) => void;
	clientId: string;
}

function HaikuEdit( { attributes, setAttributes, clientId }: EditProps ) {
	const [ button, setButton ] = useState< HTMLElement | null >( null );
	const [ isOpen, setIsOpen ] = useState( false );
	const { status } = useAiJob( 'content', { key: clientId } );
	return (
		<>
			<BlockControls>
				<ToolbarGroup>
					<ToolbarButton
						ref={ setButton }
						aria-expanded={ isOpen }
						onClick={ () => setIsOpen( ! isOpen ) }
					>
						Write a haiku
					</ToolbarButton>
				</ToolbarGroup>
			</BlockControls>
			{ isOpen && (
				<AIContentPopover
					anchor={ button }
					jobKey={ clientId }
					initialPrompt="A haiku about rain"
					onInsert={ ( { richText } ) =>
						setAttributes( { text: richText } )
					}
					onClose={ () => setIsOpen( false ) }
				/>
			) }
			<RichText
				{ ...useBlockProps( { 'data-status': status } ) }
				tagName="p"
				value={ attributes.text ?? '' }
				onChange={ ( text ) => setAttributes( { text } ) }
			/>
		</>
	);
}

export function Edit( props: EditProps ) {
	return (
		<AiJobsProvider client={ client }>
			<HaikuEdit { ...props } />
		</AiJobsProvider>
	);
}
