import type { ImageChoice } from './imageChoice.ts';
import type { ImageDraft } from './imageDraft.ts';
import { ImageTextFields } from './ImageTextFields.tsx';

interface ChosenTextsProps {
	readonly choice: ImageChoice;
	readonly draft: ImageDraft;
	readonly onChange: ( changes: Partial< ImageDraft > ) => void;
}

/** What is said of the images that were chosen, each for itself. */
export const ChosenTexts = ( { choice, draft, onChange }: ChosenTextsProps ) =>
	choice.chosen.map( ( { id, image } ) => {
		const imported = draft.imported[ id ];
		const written = draft.texts[ id ];
		return (
			<ImageTextFields
				key={ id }
				name={ choice.nameOf( id ) }
				alt={ imported?.alt ?? written?.alt ?? image.alt ?? '' }
				title={ imported?.title ?? written?.title ?? image.title ?? '' }
				isImported={ imported !== undefined }
				onChange={ ( texts ) =>
					onChange( {
						texts: {
							...draft.texts,
							[ id ]: { ...written, ...texts },
						},
					} )
				}
			/>
		);
	} );
