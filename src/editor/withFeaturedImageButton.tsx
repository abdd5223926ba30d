import { Button } from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import type { ComponentType } from 'react';
import { ButtonPlace } from './ButtonPlace.tsx';
import type { PopoverSwitch } from './popoverSwitch.ts';
import { useAiButton } from './useAiButton.ts';

interface PostFeaturedImageProps {
	readonly currentPostId: number;
}

function FeaturedImageButton( { currentPostId }: PostFeaturedImageProps ) {
	const button = useAiButton(
		'featured-image',
		`featured-image-${ currentPostId }`
	);
	return (
		<Button
			__next40pxDefaultSize
			variant="secondary"
			className="wp-ai-jobs-featured-image"
			{ ...button }
		>
			{ button.label }
		</Button>
	);
}

/**
 * Adds the button to the panel of the featured image, for who may upload.
 *
 * @param popoverSwitch What the button moves.
 */
export const withFeaturedImageButton = ( popoverSwitch: PopoverSwitch ) =>
	createHigherOrderComponent(
		( PostFeaturedImage: ComponentType< PostFeaturedImageProps > ) =>
			function WithFeaturedImageButton( props: PostFeaturedImageProps ) {
				return (
					<>
						<PostFeaturedImage { ...props } />
						<ButtonPlace
							popoverSwitch={ popoverSwitch }
							subject="image"
						>
							<FeaturedImageButton
								currentPostId={ props.currentPostId }
							/>
						</ButtonPlace>
					</>
				);
			},
		'withFeaturedImageButton'
	);
