import { Button, TextControl } from '@wordpress/components';
import type { FormEvent, ReactNode } from 'react';

interface InstructionFormProps {
	readonly label: string;
	readonly placeholder: string;
	readonly help?: string | undefined;
	readonly instruction: string;
	readonly onChange: ( instruction: string ) => void;
	readonly submitLabel: string;
	readonly onSubmit: () => void;
	/** It is on its way. */
	readonly isBusy?: boolean;
	/** It cannot be done. */
	readonly isDisabled?: boolean;
	/** More buttons. */
	readonly children?: ReactNode;
}

/** How the author wants a result changed. */
export function InstructionForm( {
	label,
	placeholder,
	help,
	instruction,
	onChange,
	submitLabel,
	onSubmit,
	isBusy = false,
	isDisabled = false,
	children,
}: InstructionFormProps ) {
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};
	return (
		<form className="wp-ai-jobs-instruction" onSubmit={ submit }>
			<TextControl
				__nextHasNoMarginBottom
				__next40pxDefaultSize
				label={ label }
				placeholder={ placeholder }
				value={ instruction }
				disabled={ isDisabled }
				onChange={ onChange }
				{ ...( help !== undefined && { help } ) }
			/>
			<div className="wp-ai-jobs-buttons">
				<Button
					__next40pxDefaultSize
					type="submit"
					variant="secondary"
					isBusy={ isBusy }
					disabled={
						isDisabled || isBusy || instruction.trim() === ''
					}
					accessibleWhenDisabled
				>
					{ submitLabel }
				</Button>
				{ children }
			</div>
		</form>
	);
}
