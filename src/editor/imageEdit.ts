import { store as blockEditorStore } from '@wordpress/block-editor';
import {
	createBlock,
	isUnmodifiedDefaultBlock,
	type Block,
} from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { findBlockElement } from './blockElement.ts';
import {
	insertAfter,
	insertAt,
	insertWhereItWas,
	replaceWhole,
	type Edit,
	type EditPlan,
} from './blockEdit.ts';
import { canWrite, writeAttributes, type Editor } from './blockProps.ts';
import type { Media } from './media.ts';
import {
	IMAGE_BLOCKS,
	imageAttributes,
	pictureBlock,
	readPicture,
} from './picture.ts';
import { hasChanged, type Target } from './target.ts';

/** `use`: in the block itself. `gallery`: as a gallery of their own. */
export type ImageEditKind = 'use' | 'gallery';

/** The size that core's galleries show their images in. */
const GALLERY_SIZE = 'large';

/**
 * Plans what a button of the popover does with images. As with a text, no
 * picture is overwritten that is not as it was when the images were asked for,
 * unless the author says so.
 *
 * @param editor The editor.
 * @param kind   The button.
 * @param target The block, as it was.
 * @param images What was generated, in the order in which it is to stand.
 */
export function planImageEdit(
	editor: Editor,
	kind: ImageEditKind,
	target: Target,
	images: readonly Media[]
): EditPlan {
	const { registry } = editor;
	const block = registry
		.select( blockEditorStore )
		.getBlock( target.clientId );
	const blocks =
		kind === 'use' && images.length === 1
			? toImages( images, defaultSize( registry ) )
			: [ toGallery( images ) ];
	if ( ! block ) {
		return {
			doubt: 'gone',
			anyway: null,
			insert: insertWhereItWas( registry, target, blocks ),
		};
	}
	const insert = insertAfter( registry, block, blocks );
	if ( kind === 'gallery' || ! IMAGE_BLOCKS.has( block.name ) ) {
		const edit = makeRoom( registry, block, images, blocks ) ?? insert;
		return edit
			? { doubt: null, edit }
			: { doubt: 'unfit', anyway: null, insert: null };
	}
	const isChanged =
		readPicture( block ) !== null &&
		hasChanged(
			editor,
			block,
			target,
			images.length > 1 ? 'markup' : 'picture'
		);
	const edit = takeIn( editor, block, images );
	return edit && ! isChanged
		? { doubt: null, edit }
		: {
				doubt: isChanged ? 'changed' : 'unfit',
				anyway: edit,
				insert,
			};
}

/**
 * Whether a block can show an image that it is given: it is not locked, nor
 * does what it shows come from where it cannot be changed.
 *
 * @param editor The editor.
 * @param block  A block for one picture.
 */
export const canChangePicture = ( editor: Editor, block: Block ): boolean =>
	canWrite( editor, block, [ 'url', 'id', 'alt' ] );

/**
 * Whether a block is a gallery of images that were put into it, and not of
 * those that a query finds.
 *
 * @param block Any.
 */
export const isGallery = ( { name, attributes }: Block ): boolean =>
	name === 'core/gallery' && ! attributes[ 'dynamicContent' ];

/** Shows the images in the block, as far as it is made for that. */
function takeIn(
	editor: Editor,
	block: Block,
	images: readonly Media[]
): Edit | null {
	const [ first, ...others ] = images;
	if ( isGallery( block ) ) {
		return addToGallery( editor.registry, block, images );
	}
	if ( first && others.length === 0 ) {
		return changePicture( editor, block, first );
	}
	return block.name === 'core/image'
		? becomeGallery( editor.registry, block, images )
		: null;
}

function changePicture(
	editor: Editor,
	block: Block,
	media: Media
): Edit | null {
	const { clientId, attributes } = block;
	const picture = pictureBlock( block );
	const { registry } = editor;
	return picture && canChangePicture( editor, block )
		? () => {
				writeAttributes(
					editor,
					block,
					picture.change( media, attributes, defaultSize( registry ) )
				);
				return () => {
					void registry
						.dispatch( blockEditorStore )
						.selectBlock( clientId );
					findBlockElement( clientId )?.focus();
				};
			}
		: null;
}

function addToGallery(
	registry: DataRegistry,
	{ clientId, attributes, innerBlocks }: Block,
	images: readonly Media[]
): Edit | null {
	return insertAt(
		registry,
		[ toGallery( images, { sizeSlug: attributes[ 'sizeSlug' ] } ) ],
		clientId,
		innerBlocks.length
	);
}

/** A block in which there is nothing takes itself away for the images. */
function makeRoom(
	registry: DataRegistry,
	block: Block,
	images: readonly Media[],
	blocks: readonly Block[]
): Edit | null {
	if ( isUnmodifiedDefaultBlock( block ) ) {
		return replaceWhole( registry, block, blocks );
	}
	return isEmptyImage( block )
		? becomeGallery( registry, block, images )
		: null;
}

/** Takes the place of an image, and goes where it stood. */
function becomeGallery(
	registry: DataRegistry,
	block: Block,
	images: readonly Media[]
): Edit | null {
	const { align, sizeSlug } = block.attributes;
	return replaceWhole( registry, block, [
		toGallery( images, {
			...( align !== undefined && { align } ),
			...( sizeSlug !== undefined && { sizeSlug } ),
		} ),
	] );
}

const defaultSize = ( registry: DataRegistry ) =>
	registry.select( blockEditorStore ).getSettings().imageDefaultSize ??
	GALLERY_SIZE;

const toImages = ( images: readonly Media[], size: unknown ) =>
	images.map( ( media ) =>
		createBlock( 'core/image', imageAttributes( media, size ) )
	);

/** Where its images link to, core's gallery tells them. */
function toGallery(
	images: readonly Media[],
	attributes: Block[ 'attributes' ] = {}
): Block {
	const { sizeSlug = GALLERY_SIZE } = attributes;
	return createBlock(
		'core/gallery',
		attributes,
		toImages( images, sizeSlug )
	);
}

function isEmptyImage( block: Block ): boolean {
	const { url, blob } = block.attributes;
	return block.name === 'core/image' && ! url && ! blob;
}
