import { Button, TextareaControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useId, type FormEvent, type ReactNode } from 'react';
import { countCharacters } from '../../protocol/index.ts';
import { PopoverFooter } from '../PopoverFrame/index.ts';
import { promptProblem } from './promptProblem.ts';
import type { PopoverJob } from './usePopoverJob.ts';

/** How much of the longest prompt there is when the author begins to see how much is left. */
const COUNTED_FROM = 0.875;

interface PromptFormProps< Input > {
	readonly popover: PopoverJob< Input >;
	readonly prompt: string;
	readonly onPrompt: ( prompt: string ) => void;
	/** What was sent last. */
	readonly sentPrompt: string | undefined;
	/** What the wire takes, in characters. */
	readonly maxLength: number;
	readonly placeholder: string;
	readonly submitLabel: string;
	readonly onSubmit: () => void;
	/** Nothing can be generated now. */
	readonly isDisabled: boolean;
	readonly backLabel: string;
	/** Back to a result that is there already; null where there is none. */
	readonly onBack: ( () => void ) | null;
	/** How it is to be. */
	readonly children: ReactNode;
}

/** What the author asks for. */
export function PromptForm< Input >( {
	popover,
	prompt,
	onPrompt,
	sentPrompt,
	maxLength,
	placeholder,
	submitLabel,
	onSubmit,
	isDisabled,
	backLabel,
	onBack,
	children,
}: PromptFormProps< Input > ) {
	const formId = useId();
	const locale = document.documentElement.lang || 'en';
	const problem = promptProblem( prompt, maxLength );
	const length = countCharacters( prompt.trim() );
	const counted = [
		length.toLocaleString( locale ),
		maxLength.toLocaleString( locale ),
	] as const;
	const error =
		problem === 'too-long'
			? sprintf(
					/* translators: 1: characters of the prompt, 2: characters allowed. */
					__(
						'The prompt has %1$s characters, %2$s are possible. Shorten it to generate.',
						'wp-ai-jobs'
					),
					...counted
				)
			: popover.promptError( prompt, sentPrompt );
	const counter =
		length < maxLength * COUNTED_FROM
			? undefined
			: sprintf(
					/* translators: 1: characters of the prompt, 2: characters allowed. */
					__( '%1$s of %2$s characters', 'wp-ai-jobs' ),
					...counted
				);

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};

	return (
		<form id={ formId } className="wp-ai-jobs-prompt" onSubmit={ submit }>
			<div
				className={ `wp-ai-jobs-prompt__text ${
					error ? 'has-error' : ''
				}` }
			>
				<TextareaControl
					__nextHasNoMarginBottom
					ref={ popover.focusIn( 'form' ) }
					label={ __( 'Prompt', 'wp-ai-jobs' ) }
					placeholder={ placeholder }
					rows={ 4 }
					value={ prompt }
					onChange={ onPrompt }
					aria-invalid={ error !== null }
					help={ error ?? counter }
				/>
			</div>
			{ children }
			<PopoverFooter>
				<div className="wp-ai-jobs-buttons">
					<Button
						__next40pxDefaultSize
						type="submit"
						form={ formId }
						variant={
							popover.noticeLeads ? 'secondary' : 'primary'
						}
						disabled={ isDisabled || problem !== null }
						accessibleWhenDisabled
					>
						{ submitLabel }
					</Button>
					{ onBack && (
						<Button
							__next40pxDefaultSize
							variant="tertiary"
							onClick={ onBack }
						>
							{ backLabel }
						</Button>
					) }
				</div>
			</PopoverFooter>
		</form>
	);
}
