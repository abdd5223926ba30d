import { store as blockEditorStore } from '@wordpress/block-editor';
import { isUnmodifiedDefaultBlock } from '@wordpress/blocks';
import { Popover, Toolbar, ToolbarButton } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { __, isRTL } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { findBlockElement } from './blockElement.ts';
import { useAiButton } from './useAiButton.ts';

/**
 * How far into the line the button reaches, in px: its width (24), and the
 * inserter's that the block editor shows at the line's end, with a gap of 4.
 */
const INTO_LINE = -52;

interface EmptyBlockButtonProps {
	/** A block that is selected. */
	readonly clientId: string;
}

/**
 * The button at an empty paragraph that has the caret: for it alone, the block
 * editor shows no toolbar, where the button is else.
 */
export function EmptyBlockButton( { clientId }: EmptyBlockButtonProps ) {
	const isShown = useSelect(
		( select ) => {
			const { getBlock, getSettings } = select( blockEditorStore );
			const block = getBlock( clientId );
			return (
				block !== null &&
				isUnmodifiedDefaultBlock( block ) &&
				! getSettings().hasFixedToolbar
			);
		},
		[ clientId ]
	);
	const [ element, setElement ] = useState< HTMLElement | null >( null );
	// The block is a child of who renders this: it is there by now.
	useEffect( () => setElement( findBlockElement( clientId ) ), [ clientId ] );
	return (
		isShown &&
		element && <ButtonAt clientId={ clientId } element={ element } />
	);
}

function ButtonAt( {
	clientId,
	element,
}: EmptyBlockButtonProps & { readonly element: HTMLElement } ) {
	const button = useAiButton( 'text', clientId );
	return (
		<Popover
			anchor={ element }
			placement={ isRTL() ? 'left' : 'right' }
			offset={ INTO_LINE }
			className="wp-ai-jobs-empty-block"
			variant="unstyled"
			focusOnMount={ false }
			animate={ false }
			flip={ false }
			// Where block toolbars are: Shift+Tab leads there from the block.
			__unstableSlotName="block-toolbar"
		>
			<Toolbar
				label={ __( 'Block tools', 'wp-ai-jobs' ) }
				variant="unstyled"
			>
				<ToolbarButton
					{ ...button }
					isPressed={ button[ 'aria-expanded' ] }
				/>
			</Toolbar>
		</Popover>
	);
}
