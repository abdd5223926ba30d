import {
	BlockControls,
	RichText,
	useBlockProps,
} from '@wordpress/block-editor';
import type { BlockEditProps } from '@wordpress/blocks';
import { ToolbarButton, ToolbarGroup } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import {
	AIContentPopover,
	AiJobsProvider,
	createAiJobClient,
} from 'wp-ai-jobs';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import 'wp-ai-jobs/styles.css';

// Once for all your blocks. `wpApiSettings` comes with the script handle `wp-api-request`.
const { root, nonce } = window.wpApiSettings;
const client = createAiJobClient( {
	transport: createRestTransport( { root, nonce } ),
} );

export function Edit( {
	attributes,
	setAttributes,
	clientId,
}: BlockEditProps< { readonly text: string } > ) {
	const [ button, setButton ] = useState< HTMLElement | null >( null );
	const [ isOpen, setIsOpen ] = useState( false );

	return (
		<AiJobsProvider client={ client }>
			<BlockControls>
				<ToolbarGroup>
					<ToolbarButton
						ref={ setButton }
						aria-expanded={ isOpen }
						onClick={ () => setIsOpen( ! isOpen ) }
					>
						{ __( 'Write with AI', 'my-plugin' ) }
					</ToolbarButton>
				</ToolbarGroup>
			</BlockControls>
			{ isOpen && (
				<AIContentPopover
					anchor={ button }
					jobKey={ clientId }
					initialPrompt={ __( 'A haiku about rain', 'my-plugin' ) }
					onInsert={ ( { richText } ) =>
						setAttributes( { text: richText } )
					}
					onClose={ () => setIsOpen( false ) }
				/>
			) }
			<RichText
				{ ...useBlockProps() }
				tagName="p"
				value={ attributes.text }
				onChange={ ( text ) => setAttributes( { text } ) }
			/>
		</AiJobsProvider>
	);
}
