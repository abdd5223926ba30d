import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { InstructionForm } from '../JobPopover/index.ts';

interface ChangeFormProps {
	readonly instruction: string;
	readonly onChange: ( instruction: string ) => void;
	/** Has the chosen image changed as the instruction says. */
	readonly onSubmit: () => void;
	/** Has more images made that are like the chosen one. */
	readonly onVary: () => void;
	/** The image is on its way into the media library. */
	readonly isBusy: boolean;
}

/** How to get another image out of the chosen one. */
export const ChangeForm = ( { onVary, isBusy, ...form }: ChangeFormProps ) => (
	<InstructionForm
		{ ...form }
		label={ __( 'Change this image', 'wp-ai-jobs' ) }
		placeholder={ __( 'Make the sky darker', 'wp-ai-jobs' ) }
		help={ __(
			'The image is added to the media library first, so that the provider can be given it.',
			'wp-ai-jobs'
		) }
		submitLabel={ __( 'Change', 'wp-ai-jobs' ) }
		isBusy={ isBusy }
	>
		<Button
			__next40pxDefaultSize
			variant="secondary"
			disabled={ isBusy }
			accessibleWhenDisabled
			onClick={ onVary }
		>
			{ __( 'More like this', 'wp-ai-jobs' ) }
		</Button>
	</InstructionForm>
);
