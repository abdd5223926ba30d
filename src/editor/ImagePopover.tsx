import { useRegistry, useSelect } from '@wordpress/data';
import { _n } from '@wordpress/i18n';
import { AIImagePopover, type UseImages } from '../components/index.ts';
import { planImageEdit, type ImageEditKind } from './imageEdit.ts';
import { readImageUses } from './imageUses.ts';
import { readMedia } from './media.ts';
import type { Spot } from './popoverSwitch.ts';
import { useEdits } from './useEdits.tsx';
import { useFeaturedImage } from './useFeaturedImage.ts';
import { useLogIn } from './useLogIn.ts';
import { useCaretReturn, usePopover } from './usePopover.ts';
import { toContext, type EditedPost } from './usePost.ts';
import { useTarget } from './useTarget.ts';

interface ImagePopoverProps {
	/** Where its job belongs. It stays the same object. */
	readonly spot: Spot;
	readonly post: EditedPost | null;
}

/** The popover at a block that shows images, and what its buttons do to the post. */
export function ImagePopover( { spot, post }: ImagePopoverProps ) {
	const registry = useRegistry();
	const { editor, clientId, readTarget } = useTarget( spot, 'images' );
	const logIn = useLogIn();
	const { anchor, close, isSamePost } = usePopover( clientId );
	const { carryOut, dialog } = useEdits( 'images' );
	useCaretReturn( clientId );
	const featuredImage = useFeaturedImage();
	const { canUse, canInsertGallery, description, attachmentId, aspectRatio } =
		useSelect(
			() => readImageUses( editor, clientId ),
			[ editor, clientId ]
		);

	const use =
		( kind: ImageEditKind ): UseImages =>
		async ( images ) => {
			const target = readTarget();
			const media = await Promise.all(
				images.map( ( image ) => readMedia( registry, image ) )
			);
			if ( ! isSamePost() ) {
				// Its popover has closed; the images are still there when that post is opened again.
				return false;
			}
			return carryOut(
				target && planImageEdit( editor, kind, target, media ),
				() =>
					_n(
						'The image was inserted.',
						'The images were inserted.',
						images.length,
						'wp-ai-jobs'
					)
			);
		};

	return (
		<>
			<AIImagePopover
				{ ...logIn }
				anchor={ anchor }
				jobKey={ spot.key }
				context={ toContext( post ) }
				onClose={ dialog ? () => {} : close }
				onUse={ canUse ? use( 'use' ) : undefined }
				onInsertGallery={
					canInsertGallery ? use( 'gallery' ) : undefined
				}
				onSetFeatured={ featuredImage?.set }
				referenceAttachmentId={ attachmentId ?? undefined }
				initialPrompt={ description }
				aspectRatio={ aspectRatio }
			/>
			{ dialog }
		</>
	);
}
