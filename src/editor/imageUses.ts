import { store as blockEditorStore } from '@wordpress/block-editor';
import { createBlock, type Block } from '@wordpress/blocks';
import { getTextContent } from '@wordpress/rich-text';
import type { AspectRatio } from '../protocol/index.ts';
import { shownAttributes, type Editor } from './blockProps.ts';
import { richText } from './blockText.ts';
import { canChangePicture, isGallery } from './imageEdit.ts';
import { fitBlocks, positionAfter } from './placement.ts';
import { IMAGE_BLOCKS, readPicture } from './picture.ts';

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
 * @param editor   The editor.
 * @param clientId The block.
 */
export function readImageUses( editor: Editor, clientId: string ): ImageUses {
	const block = editor.registry
		.select( blockEditorStore )
		.getBlock( clientId );
	if ( ! block ) {
		return {
			canUse: true,
			canInsertGallery: true,
			description: '',
			attachmentId: null,
			aspectRatio: undefined,
		};
	}
	const { name } = block;
	const attributes = shownAttributes( editor, block );
	const picture = readPicture( { ...block, attributes } );
	return {
		canUse: canUseImages( editor, block ),
		canInsertGallery:
			name !== 'core/gallery' &&
			canFollow( editor, block, 'core/gallery' ),
		description:
			picture?.alt ||
			getTextContent( richText( attributes[ 'caption' ] ) ),
		attachmentId: picture?.id ?? null,
		aspectRatio:
			name === 'core/cover'
				? '16:9'
				: SHAPES[ String( attributes[ 'aspectRatio' ] ) ],
	};
}

const canFollow = ( { registry }: Editor, block: Block, name: string ) =>
	positionAfter( registry, block.clientId, [ createBlock( name ) ] ) !== null;

function canUseImages( editor: Editor, block: Block ): boolean {
	const { clientId, name } = block;
	if ( ! IMAGE_BLOCKS.has( name ) ) {
		return canFollow( editor, block, 'core/image' );
	}
	if ( name !== 'core/gallery' ) {
		return canChangePicture( editor, block );
	}
	const images = [ createBlock( 'core/image' ) ];
	return (
		isGallery( block ) &&
		fitBlocks( editor.registry, images, clientId ) !== null
	);
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
