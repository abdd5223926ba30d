import { useDispatch } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { AIImagePopover } from '../components/index.ts';
import { useFeaturedImage } from './useFeaturedImage.ts';
import { useLogIn } from './useLogIn.ts';
import { usePopover } from './usePopover.ts';
import { toContext, type EditedPost } from './usePost.ts';

interface FeaturedImagePopoverProps {
	/** The spot's key. */
	readonly spotKey: string;
	readonly post: EditedPost | null;
}

/** The popover at the panel of the featured image. */
export function FeaturedImagePopover( {
	spotKey,
	post,
}: FeaturedImagePopoverProps ) {
	const logIn = useLogIn();
	const { anchor, close } = usePopover( spotKey );
	const featuredImage = useFeaturedImage();
	const { createSuccessNotice } = useDispatch( noticesStore );
	return (
		<AIImagePopover
			{ ...logIn }
			anchor={ anchor }
			jobKey={ spotKey }
			context={ toContext( post ) }
			onClose={ close }
			onSetFeatured={
				featuredImage
					? ( image ) => {
							featuredImage.set( image );
							void createSuccessNotice(
								__(
									'The featured image was set.',
									'wp-ai-jobs'
								),
								{ type: 'snackbar' }
							);
						}
					: undefined
			}
			referenceAttachmentId={ featuredImage?.id ?? undefined }
			aspectRatio="16:9"
		/>
	);
}
