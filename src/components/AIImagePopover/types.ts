import type { AspectRatio, ImportedImage } from '../../protocol/index.ts';
import type { PopoverProps } from '../JobPopover/types.ts';

/**
 * Puts images of the media library to use. `false`: nothing was done, the
 * popover stays as it is. A rejection is shown as an error; the images stay in
 * the media library.
 */
export type UseImages = (
	images: readonly ImportedImage[]
) => void | boolean | Promise< void | boolean >;

/** As {@link UseImages}, for one image. */
export type UseImage = (
	image: ImportedImage
) => void | boolean | Promise< void | boolean >;

export interface AIImagePopoverProps extends PopoverProps {
	/** 'Use image': is given the chosen one, or, where there is no `onInsertGallery`, all that are chosen. Without it there is no such button. */
	readonly onUse?: UseImages | undefined;
	/** 'Insert as gallery': is given two or more, in the order shown. Without it there is no such button. */
	readonly onInsertGallery?: UseImages | undefined;
	/** 'Set as featured image'. The popover stays open where there is another use. Without it there is no such button. */
	readonly onSetFeatured?: UseImage | undefined;
	/** An image of the media library, e.g. the block's own: the author may have it changed, where the provider can. */
	readonly referenceAttachmentId?: number | undefined;
	/**
	 * The shape that is chosen first, where the provider can make it.
	 *
	 * @default the first that the provider can make
	 */
	readonly aspectRatio?: AspectRatio | undefined;
}
