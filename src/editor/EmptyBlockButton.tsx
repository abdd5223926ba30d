import { store as blockEditorStore } from '@wordpress/block-editor';
import { isUnmodifiedDefaultBlock } from '@wordpress/blocks';
import { Button, Popover } from '@wordpress/components';
import { useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { findBlockElement } from './blockElement.ts';
import { sparkles } from './sparkles.tsx';
import { useAiButton } from './useAiButton.ts';

/**
 * The button at an empty paragraph that has the caret: for it alone, the block
 * editor shows no toolbar, but an inserter at its end. It stands beside that.
 */
export function EmptyBlockButton() {
	const clientId = useSelect( ( select ) => {
		const { getBlock, getSelectedBlockClientId, getSettings, isTyping } =
			select( blockEditorStore );
		const selected = getSelectedBlockClientId();
		const block = selected && getBlock( selected );
		return block &&
			isUnmodifiedDefaultBlock( block ) &&
			! isTyping() &&
			! getSettings().hasFixedToolbar
			? selected
			: null;
	}, [] );
	return clientId && <AtBlock clientId={ clientId } />;
}

function AtBlock( { clientId }: { readonly clientId: string } ) {
	const button = useAiButton( clientId );
	return (
		<Popover
			anchor={ findBlockElement( clientId ) }
			placement="bottom-start"
			className="wp-ai-jobs-empty-block"
			variant="unstyled"
			focusOnMount={ false }
			animate={ false }
			flip={ false }
		>
			<Button
				{ ...button }
				size="small"
				icon={ sparkles }
				label={ __( 'Generate text with AI', 'wp-ai-jobs' ) }
			/>
		</Popover>
	);
}
