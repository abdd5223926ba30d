import { TextareaControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

interface ImageTextFieldsProps {
	/** What the image is called here. */
	readonly name: string;
	readonly alt: string;
	readonly title: string;
	/** In the media library already, with these. */
	readonly isImported: boolean;
	readonly onChange: ( texts: {
		readonly alt?: string;
		readonly title?: string;
	} ) => void;
}

/** What is said of an image that was chosen. */
export function ImageTextFields( {
	name,
	alt,
	title,
	isImported,
	onChange,
}: ImageTextFieldsProps ) {
	const hint = isImported
		? __(
				'In the media library already: change it there, or in the post.',
				'wp-ai-jobs'
			)
		: __(
				'Say what the image shows, for who cannot see it. Leave it empty only if the image is mere decoration.',
				'wp-ai-jobs'
			);
	return (
		<fieldset className="wp-ai-jobs-image__texts">
			<legend>{ name }</legend>
			<TextareaControl
				__nextHasNoMarginBottom
				label={ __( 'Alternative text', 'wp-ai-jobs' ) }
				rows={ 2 }
				value={ alt }
				disabled={ isImported }
				onChange={ ( text ) => onChange( { alt: text } ) }
				{ ...( ( isImported || alt.trim() === '' ) && { help: hint } ) }
			/>
			<TextControl
				__nextHasNoMarginBottom
				__next40pxDefaultSize
				label={ __( 'Title (optional)', 'wp-ai-jobs' ) }
				value={ title }
				disabled={ isImported }
				onChange={ ( text ) => onChange( { title: text } ) }
			/>
		</fieldset>
	);
}
