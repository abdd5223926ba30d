import { store as blockEditorStore } from '@wordpress/block-editor';
import type { DataRegistry } from '@wordpress/data';
import { getTextContent } from '@wordpress/rich-text';
import type { AspectRatio } from '../protocol/index.ts';
import { canChangePicture, isGallery } from './imageEdit.ts';
import { readPicture } from './picture.ts';
import { richText } from './target.ts';

/** What can be done with images at a block. */
export interface ImageUses {
	readonly canUse: boolean;
	readonly canInsertGallery: boolean;
	/** What is said of its picture already; `''` for nothing. */
	readonly description: string;
	/** Its picture, where that is in the media library. */
	readonly attachmentId: number | null;
	/** The shape that it shows pictures in; undefined where it takes any. */
	readonly aspectRatio: AspectRatio | undefined;
}

/**
 * What can be done with images at a block, as locks and the place allow.
 * Where the block is gone, all is offered, and the author asked then.
 *
 * @param registry The editor's stores.
 * @param clientId The block.
 */
export function readImageUses(
	registry: DataRegistry,
	clientId: string
): ImageUses {
	const { canInsertBlockType, getBlock, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const block = getBlock( clientId );
	if ( ! block ) {
		return {
			canUse: true,
			canInsertGallery: true,
			description: '',
			attachmentId: null,
			aspectRatio: undefined,
		};
	}
	const picture = readPicture( block );
	const isImages = block.name === 'core/gallery';
	return {
		canUse: isImages
			? isGallery( block ) && canInsertBlockType( 'core/image', clientId )
			: canChangePicture( registry, block ),
		canInsertGallery:
			! isImages &&
			canInsertBlockType(
				'core/gallery',
				getBlockRootClientId( clientId ) ?? ''
			),
		description:
			picture?.alt ||
			getTextContent( richText( block.attributes[ 'caption' ] ) ),
		attachmentId: picture?.id ?? null,
		aspectRatio:
			block.name === 'core/cover'
				? '16:9'
				: SHAPES[ String( block.attributes[ 'aspectRatio' ] ) ],
	};
}

/** The ratios that core offers for images, as CSS writes them. */
const SHAPES: Readonly< Record< string, AspectRatio > > = {
	'1': '1:1',
	'3/2': '3:2',
	'2/3': '2:3',
	'4/3': '4:3',
	'3/4': '3:4',
	'16/9': '16:9',
	'9/16': '9:16',
};
