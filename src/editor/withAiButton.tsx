import { BlockControls, type BlockEditProps } from '@wordpress/block-editor';
import { ToolbarButton, ToolbarGroup } from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import { __ } from '@wordpress/i18n';
import type { ComponentType } from 'react';
import { EmptyBlockButton } from './EmptyBlockButton.tsx';
import { sparkles } from './sparkles.tsx';
import { useAiButton } from './useAiButton.ts';

/** The blocks that are written in. */
const TEXT_BLOCKS: ReadonlySet< string > = new Set( [
	'core/paragraph',
	'core/heading',
	'core/list',
	'core/list-item',
	'core/quote',
] );

function AiToolbarButton( { clientId }: { readonly clientId: string } ) {
	const button = useAiButton( clientId );
	return (
		<BlockControls group="other">
			<ToolbarGroup>
				<ToolbarButton
					{ ...button }
					icon={ sparkles }
					label={ __( 'Generate text with AI', 'wp-ai-jobs' ) }
					isPressed={ button[ 'aria-expanded' ] }
				/>
			</ToolbarGroup>
		</BlockControls>
	);
}

/** Adds the button to blocks that are written in. */
export const withAiButton = createHigherOrderComponent(
	( BlockEdit: ComponentType< BlockEditProps > ) =>
		function WithAiButton( props: BlockEditProps ) {
			return (
				<>
					<BlockEdit { ...props } />
					{ props.isSelected && TEXT_BLOCKS.has( props.name ) && (
						<>
							<AiToolbarButton clientId={ props.clientId } />
							<EmptyBlockButton clientId={ props.clientId } />
						</>
					) }
				</>
			);
		},
	'withAiButton'
);
