import { Button, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { FormEvent } from 'react';

interface RefineFormProps {
	readonly instruction: string;
	readonly onChange: ( instruction: string ) => void;
	readonly onSubmit: () => void;
	/** Null where another button does it. */
	readonly onTryAgain: ( () => void ) | null;
	readonly onEdit: () => void;
	/** The text is longer than can be sent along. */
	readonly isTooLong: boolean;
}

/** How to get another text than this one. */
export function RefineForm( {
	instruction,
	onChange,
	onSubmit,
	onTryAgain,
	onEdit,
	isTooLong,
}: RefineFormProps ) {
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};
	return (
		<>
			<form className="wp-ai-jobs-content__refine" onSubmit={ submit }>
				<TextControl
					__nextHasNoMarginBottom
					__next40pxDefaultSize
					label={ __( 'Refine this text', 'wp-ai-jobs' ) }
					placeholder={ __( 'Make it shorter', 'wp-ai-jobs' ) }
					value={ instruction }
					disabled={ isTooLong }
					onChange={ onChange }
					{ ...( isTooLong && {
						help: __(
							'This text is too long to be refined: more than 10,000 characters. Edit the prompt instead.',
							'wp-ai-jobs'
						),
					} ) }
				/>
				<Button
					__next40pxDefaultSize
					type="submit"
					variant="secondary"
					disabled={ isTooLong || instruction.trim() === '' }
					accessibleWhenDisabled
				>
					{ __( 'Refine', 'wp-ai-jobs' ) }
				</Button>
			</form>
			<div className="wp-ai-jobs-content__again">
				{ onTryAgain && (
					<Button
						__next40pxDefaultSize
						variant="tertiary"
						onClick={ onTryAgain }
					>
						{ __( 'Try again', 'wp-ai-jobs' ) }
					</Button>
				) }
				<Button
					__next40pxDefaultSize
					variant="tertiary"
					onClick={ onEdit }
				>
					{ __( 'Edit the prompt', 'wp-ai-jobs' ) }
				</Button>
			</div>
		</>
	);
}
