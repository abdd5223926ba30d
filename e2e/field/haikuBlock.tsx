import { RichText, useBlockProps } from '@wordpress/block-editor';
import { registerBlockType } from '@wordpress/blocks';
import { Edit } from '../../docs/examples/haiku-block.tsx';

/** The README's block, registered and saved as its developer would. */
registerBlockType( 'my-plugin/haiku', {
	apiVersion: 3,
	title: 'Haiku',
	category: 'text',
	attributes: { text: { type: 'string', source: 'html', selector: 'p' } },
	edit: Edit,
	save: ( { attributes } ) => (
		<RichText.Content
			{ ...useBlockProps.save() }
			tagName="p"
			value={ attributes.text }
		/>
	),
} );
