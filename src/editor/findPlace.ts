import { store as blockEditorStore } from '@wordpress/block-editor';
import { createBlock, getDefaultBlockName } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { readPicture, IMAGE_BLOCKS } from './picture.ts';

/**
 * The block at which something is shown that belongs to none: after a reload,
 * no block is known by its id any more.
 *
 * It is the one that the author has selected; else, for images, the first that
 * waits for a picture; else the last of the post.
 *
 * @param registry The editor's stores.
 * @param subject  What is shown.
 * @return Null where the post has no block.
 */
export function findPlace(
	registry: DataRegistry,
	subject: 'text' | 'images'
): string | null {
	const {
		getBlock,
		getBlockOrder,
		getBlocksByName,
		getSelectedBlockClientId,
	} = registry.select( blockEditorStore );
	// Shown in its template, the post is within that.
	const order = getBlockOrder(
		getBlocksByName( 'core/post-content' )[ 0 ] ?? ''
	);
	const isWaiting = ( clientId: string ) => {
		const block = getBlock( clientId );
		return (
			block !== null &&
			IMAGE_BLOCKS.has( block.name ) &&
			! readPicture( block ) &&
			block.innerBlocks.length === 0
		);
	};
	return (
		getSelectedBlockClientId() ??
		( subject === 'images' ? order.find( isWaiting ) : undefined ) ??
		order.at( -1 ) ??
		null
	);
}

/**
 * Selects that block. An empty post gets an empty paragraph for it, as by a
 * click into it.
 *
 * @param registry The editor's stores.
 * @param subject  What is to be shown.
 */
export function goToPlace(
	registry: DataRegistry,
	subject: 'text' | 'images'
): void {
	const { insertBlocks, selectBlock } = registry.dispatch( blockEditorStore );
	const place = findPlace( registry, subject );
	if ( place !== null ) {
		// Without the focus, which is for what is shown there.
		void selectBlock( place, null );
		return;
	}
	const block = createBlock( getDefaultBlockName() ?? 'core/paragraph' );
	void insertBlocks( [ block ], 0, '', true );
}
