import { BlockControls, type BlockEditProps } from '@wordpress/block-editor';
import { ToolbarButton, ToolbarGroup } from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import type { ComponentType } from 'react';
import { ButtonPlace } from './ButtonPlace.tsx';
import { EmptyBlockButton } from './EmptyBlockButton.tsx';
import type { PopoverSwitch, SpotKind } from './popoverSwitch.ts';
import { useAiButton } from './useAiButton.ts';
import { useReportProps } from './useReportProps.ts';

/** The names of the blocks that have a button, by what it generates. */
interface ButtonBlocks {
	readonly text: ReadonlySet< string >;
	readonly image: ReadonlySet< string >;
}

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

/**
 * Adds the button to blocks that are written in, or that show images.
 *
 * @param popoverSwitch What the buttons move.
 * @param blocks        The blocks.
 */
export const withAiButton = (
	popoverSwitch: PopoverSwitch,
	blocks: ButtonBlocks
) =>
	createHigherOrderComponent(
		( BlockEdit: ComponentType< BlockEditProps > ) =>
			function WithAiButton( props: BlockEditProps ) {
				const { name, clientId, isSelected } = props;
				useReportProps(
					popoverSwitch,
					props,
					blocks.text.has( name ) || blocks.image.has( name )
				);
				return (
					<>
						<BlockEdit { ...props } />
						{ isSelected && blocks.text.has( name ) && (
							<ButtonPlace
								popoverSwitch={ popoverSwitch }
								subject="text"
							>
								<AiToolbarButton
									kind="text"
									clientId={ clientId }
								/>
								<EmptyBlockButton clientId={ clientId } />
							</ButtonPlace>
						) }
						{ isSelected && blocks.image.has( name ) && (
							<ButtonPlace
								popoverSwitch={ popoverSwitch }
								subject="image"
							>
								<AiToolbarButton
									kind="image"
									clientId={ clientId }
								/>
							</ButtonPlace>
						) }
					</>
				);
			},
		'withAiButton'
	);
