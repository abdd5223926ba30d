import { TextareaControl, TextControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ImageTexts } from './imageDraft.ts';

interface ImageTextFieldsProps {
	/** What the image is called here. */
	readonly name: string;
	readonly alt: string;
	readonly title: string;
	/** In the media library already, with these. */
	readonly isImported: boolean;
	readonly onChange: ( texts: ImageTexts ) => void;
}

/** What is said of an image that was chosen. */
export function ImageTextFields( {
	name,
	alt,
	title,
	isImported,
	onChange,
}: ImageTextFieldsProps ) {
	return (
		<fieldset className="wp-ai-jobs-image__texts">
			<legend>{ name }</legend>
			{ isImported ? (
				<p>{ libraryText( alt ) }</p>
			) : (
				<>
					<TextareaControl
						__nextHasNoMarginBottom
						label={ __( 'Alternative text', 'wp-ai-jobs' ) }
						rows={ 2 }
						value={ alt }
						onChange={ ( text ) => onChange( { alt: text } ) }
						{ ...( alt.trim() === '' && {
							help: __(
								'Say what the image shows, for who cannot see it. Leave it empty only if the image is mere decoration.',
								'wp-ai-jobs'
							),
						} ) }
					/>
					<TextControl
						__nextHasNoMarginBottom
						__next40pxDefaultSize
						label={ __( 'Title (optional)', 'wp-ai-jobs' ) }
						value={ title }
						onChange={ ( text ) => onChange( { title: text } ) }
					/>
				</>
			) }
		</fieldset>
	);
}

const libraryText = ( alt: string ) =>
	alt === ''
		? __(
				'In the media library, without an alternative text. Add one there, or in the post.',
				'wp-ai-jobs'
			)
		: sprintf(
				/* translators: %s: an alternative text. */
				__(
					'In the media library, with the alternative text “%s”. Change it there, or in the post.',
					'wp-ai-jobs'
				),
				alt
			);
