import { RichText, useBlockProps } from '@wordpress/block-editor';

export function Save( { attributes }: { attributes: { text: string } } ) {
	return (
		<RichText.Content
			{ ...useBlockProps.save() }
			tagName="p"
			value={ attributes.text }
		/>
	);
}
