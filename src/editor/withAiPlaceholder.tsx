import { useBlockEditContext } from '@wordpress/block-editor';
import { Button } from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import type { ComponentType, ReactNode } from 'react';
import { ButtonPlace } from './ButtonPlace.tsx';
import type { PopoverSwitch } from './popoverSwitch.ts';
import { useAiButton } from './useAiButton.ts';

interface MediaPlaceholderProps {
	/** Draws the whole, around the buttons; without it, the placeholder draws itself, and its children below the buttons. */
	readonly placeholder?: ( buttons: ReactNode ) => ReactNode;
	readonly children?: ReactNode;
	/** The block has its image, and drops are all that it takes. */
	readonly disableMediaButtons?: unknown;
}

function PlaceholderButton( { clientId }: { readonly clientId: string } ) {
	const button = useAiButton( 'image', clientId );
	return (
		<Button __next40pxDefaultSize variant="secondary" { ...button }>
			{ button.label }
		</Button>
	);
}

/**
 * Adds the button to those of a block that waits for an image: Upload, Media Library.
 *
 * @param popoverSwitch What the button moves.
 * @param blocks        The names of the blocks.
 */
export const withAiPlaceholder = (
	popoverSwitch: PopoverSwitch,
	blocks: ReadonlySet< string >
) =>
	createHigherOrderComponent(
		( MediaPlaceholder: ComponentType< MediaPlaceholderProps > ) =>
			function WithAiPlaceholder( props: MediaPlaceholderProps ) {
				const { placeholder, children, disableMediaButtons } = props;
				const { name, clientId } = useBlockEditContext();
				if ( disableMediaButtons || ! blocks.has( name ) ) {
					return <MediaPlaceholder { ...props } />;
				}
				const button = (
					<ButtonPlace
						popoverSwitch={ popoverSwitch }
						subject="image"
					>
						<PlaceholderButton clientId={ clientId } />
					</ButtonPlace>
				);
				return placeholder ? (
					<MediaPlaceholder
						{ ...props }
						placeholder={ ( buttons ) =>
							placeholder(
								<>
									{ buttons }
									{ button }
								</>
							)
						}
					/>
				) : (
					<MediaPlaceholder { ...props }>
						{ button }
						{ children }
					</MediaPlaceholder>
				);
			},
		'withAiPlaceholder'
	);
