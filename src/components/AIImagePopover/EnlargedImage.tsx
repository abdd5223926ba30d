import { Modal } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { GeneratedImage } from '../../protocol/index.ts';

interface EnlargedImageProps {
	readonly image: GeneratedImage;
	readonly name: string;
	readonly onClose: () => void;
}

/** One image as large as the window allows; Esc goes back. */
export function EnlargedImage( { image, name, onClose }: EnlargedImageProps ) {
	return (
		<Modal
			title={ name }
			size="large"
			className="wp-ai-jobs-image__enlarged"
			// Above the popover, which lies above what a dialog usually covers.
			overlayClassName="wp-ai-jobs-image__overlay"
			onRequestClose={ onClose }
		>
			<img
				src={ image.previewUrl }
				alt={ image.alt ?? '' }
				width={ image.width }
				height={ image.height }
			/>
			<p>
				{ sprintf(
					/* translators: 1: width, 2: height, in pixels. */
					__( '%1$d × %2$d pixels', 'wp-ai-jobs' ),
					image.width,
					image.height
				) }
			</p>
			{ image.revisedPrompt && (
				<p>
					{ sprintf(
						/* translators: %s: a prompt. */
						__(
							'The provider made of the prompt: %s',
							'wp-ai-jobs'
						),
						image.revisedPrompt
					) }
				</p>
			) }
		</Modal>
	);
}
