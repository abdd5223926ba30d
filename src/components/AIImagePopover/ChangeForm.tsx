import { Button, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { FormEvent } from 'react';

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
export function ChangeForm( {
	instruction,
	onChange,
	onSubmit,
	onVary,
	isBusy,
}: ChangeFormProps ) {
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};
	return (
		<form className="wp-ai-jobs-image__change" onSubmit={ submit }>
			<TextControl
				__nextHasNoMarginBottom
				__next40pxDefaultSize
				label={ __( 'Change this image', 'wp-ai-jobs' ) }
				placeholder={ __( 'Make the sky darker', 'wp-ai-jobs' ) }
				help={ __(
					'The image is added to the media library first, so that the provider can be given it.',
					'wp-ai-jobs'
				) }
				value={ instruction }
				onChange={ onChange }
			/>
			<div className="wp-ai-jobs-image__buttons">
				<Button
					__next40pxDefaultSize
					type="submit"
					variant="secondary"
					isBusy={ isBusy }
					disabled={ isBusy || instruction.trim() === '' }
					accessibleWhenDisabled
				>
					{ __( 'Change', 'wp-ai-jobs' ) }
				</Button>
				<Button
					__next40pxDefaultSize
					variant="secondary"
					disabled={ isBusy }
					accessibleWhenDisabled
					onClick={ onVary }
				>
					{ __( 'More like this', 'wp-ai-jobs' ) }
				</Button>
			</div>
		</form>
	);
}
