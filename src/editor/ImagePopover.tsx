import { useRegistry, useSelect } from '@wordpress/data';
import { _n } from '@wordpress/i18n';
import { AIImagePopover, type UseImages } from '../components/index.ts';
import { planImageEdit, type ImageEditKind } from './imageEdit.ts';
import { readImageUses } from './imageUses.ts';
import { readMedia } from './media.ts';
import type { Target } from './target.ts';
import { useEdits } from './useEdits.tsx';
import { useFeaturedImage } from './useFeaturedImage.ts';
import { useLogIn } from './useLogIn.ts';
import { useCaretReturn, usePopover } from './usePopover.ts';
import { toContext, type EditedPost } from './usePost.ts';
import { useTarget } from './useTarget.ts';

interface ImagePopoverProps {
	/** The block that it is open for. */
	readonly clientId: string;
	/** Where its job belongs. */
	readonly jobKey: string;
	readonly post: EditedPost | null;
	/** Blocks as they were when their images were asked for; outlives the popover. */
	readonly targets: Map< string, Target >;
}

/** The popover at a block that shows images, and what its buttons do to the post. */
export function ImagePopover( {
	clientId,
	jobKey,
	post,
	targets,
}: ImagePopoverProps ) {
	const registry = useRegistry();
	const readTarget = useTarget( 'image', jobKey, clientId, targets );
	const logIn = useLogIn();
	const { anchor, close, isSamePost } = usePopover( clientId );
	const { carryOut, dialog } = useEdits( 'images' );
	useCaretReturn( clientId );
	const featuredImage = useFeaturedImage();
	const { canUse, canInsertGallery, description, attachmentId, aspectRatio } =
		useSelect(
			( _select, stores ) => readImageUses( stores, clientId ),
			[ clientId ]
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
				target && planImageEdit( registry, kind, target, media ),
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
				jobKey={ jobKey }
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
