import { BlockControls, type BlockEditProps } from '@wordpress/block-editor';
import { ToolbarButton, ToolbarGroup } from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import type { ComponentType } from 'react';
import { EmptyBlockButton } from './EmptyBlockButton.tsx';
import { IMAGE_BLOCKS } from './picture.ts';
import type { SpotKind } from './popoverSwitch.ts';
import { useAiButton } from './useAiButton.ts';

/** The blocks that are written in. */
const TEXT_BLOCKS: ReadonlySet< string > = new Set( [
	'core/paragraph',
	'core/heading',
	'core/list',
	'core/list-item',
	'core/quote',
] );

interface AiToolbarButtonProps {
	readonly kind: SpotKind;
	readonly clientId: string;
}

function AiToolbarButton( { kind, clientId }: AiToolbarButtonProps ) {
	const button = useAiButton( kind, clientId );
	return (
		<BlockControls group="other">
			<ToolbarGroup>
				<ToolbarButton
					{ ...button }
					isPressed={ button[ 'aria-expanded' ] }
				/>
			</ToolbarGroup>
		</BlockControls>
	);
}

/** Adds the button to blocks that are written in, or that show images. */
export const withAiButton = createHigherOrderComponent(
	( BlockEdit: ComponentType< BlockEditProps > ) =>
		function WithAiButton( props: BlockEditProps ) {
			const { name, clientId, isSelected } = props;
			return (
				<>
					<BlockEdit { ...props } />
					{ isSelected && TEXT_BLOCKS.has( name ) && (
						<>
							<AiToolbarButton
								kind="text"
								clientId={ clientId }
							/>
							<EmptyBlockButton clientId={ clientId } />
						</>
					) }
					{ isSelected && IMAGE_BLOCKS.has( name ) && (
						<AiToolbarButton kind="image" clientId={ clientId } />
					) }
				</>
			);
		},
	'withAiButton'
);
