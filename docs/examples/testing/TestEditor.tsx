import {
	BlockEditorProvider,
	BlockList,
	BlockToolbar,
	BlockTools,
} from '@wordpress/block-editor';
import { createBlock, type Block } from '@wordpress/blocks';
import { SlotFillProvider } from '@wordpress/components';
import { useState } from '@wordpress/element';

/** A block editor with one block of yours in it, as small as one can be. */
export function TestEditor( { name }: { readonly name: string } ) {
	const [ blocks, setBlocks ] = useState< readonly Block[] >( () => [
		createBlock( name ),
	] );
	return (
		<SlotFillProvider>
			<BlockEditorProvider
				value={ blocks }
				onInput={ setBlocks }
				onChange={ setBlocks }
				settings={ { hasFixedToolbar: true } }
			>
				<BlockToolbar hideDragHandle />
				<BlockTools>
					<BlockList />
				</BlockTools>
			</BlockEditorProvider>
		</SlotFillProvider>
	);
}
