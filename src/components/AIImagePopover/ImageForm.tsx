import {
	Button,
	CheckboxControl,
	SelectControl,
	TextareaControl,
} from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent, RefCallback } from 'react';
import {
	countCharacters,
	MAX_IMAGE_PROMPT_LENGTH,
	type ImageOptions,
} from '../../protocol/index.ts';
import {
	backgroundChoices,
	countChoices,
	formatChoices,
	qualityChoices,
	ratioChoices,
	styleChoices,
} from './choices.ts';
import { chosenRatio, promptProblem, type ImageDraft } from './imageDraft.ts';

/** From here on the author sees how much is left. */
const COUNTED_FROM = 3_500;

interface ImageFormProps {
	readonly draft: ImageDraft;
	/** What the provider can do: nothing else is offered. */
	readonly options: ImageOptions;
	readonly onChange: ( changes: Partial< ImageDraft > ) => void;
	readonly onSubmit: () => void;
	/** The host has an image that can be changed. */
	readonly hasReference: boolean;
	/** Nothing can be generated now. */
	readonly isDisabled: boolean;
	/** Another button is what the author most likely wants. */
	readonly isSecondary: boolean;
	/** What the site said against the prompt. */
	readonly promptError: string | null;
	/** Back to images that are there already. */
	readonly onBack: ( () => void ) | null;
	readonly focusRef: RefCallback< HTMLElement > | undefined;
}

/** What the author asks for, and how it is to be. */
export function ImageForm( {
	draft,
	options,
	onChange,
	onSubmit,
	hasReference,
	isDisabled,
	isSecondary,
	promptError,
	onBack,
	focusRef,
}: ImageFormProps ) {
	const locale = document.documentElement.lang || 'en';
	const problem = promptProblem( draft.prompt );
	const length = countCharacters( draft.prompt.trim() );
	const error =
		problem === 'too-long'
			? sprintf(
					/* translators: 1: characters of the prompt, 2: characters allowed. */
					__(
						'The prompt has %1$s characters, %2$s are possible. Shorten it to generate.',
						'wp-ai-jobs'
					),
					length.toLocaleString( locale ),
					MAX_IMAGE_PROMPT_LENGTH.toLocaleString( locale )
				)
			: promptError;
	const counter =
		length < COUNTED_FROM
			? undefined
			: sprintf(
					/* translators: 1: characters of the prompt, 2: characters allowed. */
					__( '%1$s of %2$s characters', 'wp-ai-jobs' ),
					length.toLocaleString( locale ),
					MAX_IMAGE_PROMPT_LENGTH.toLocaleString( locale )
				);
	const shared = {
		__nextHasNoMarginBottom: true,
		__next40pxDefaultSize: true,
	} as const;

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};

	return (
		<form className="wp-ai-jobs-image__form" onSubmit={ submit }>
			<div
				className={
					error
						? 'wp-ai-jobs-image__prompt has-error'
						: 'wp-ai-jobs-image__prompt'
				}
			>
				<TextareaControl
					__nextHasNoMarginBottom
					ref={ focusRef }
					label={ __( 'Prompt', 'wp-ai-jobs' ) }
					placeholder={ __(
						'What should the image show?',
						'wp-ai-jobs'
					) }
					rows={ 4 }
					value={ draft.prompt }
					onChange={ ( prompt ) => onChange( { prompt } ) }
					aria-invalid={ error !== null }
					help={ error ?? counter }
				/>
			</div>
			{ hasReference && options.reference && (
				<CheckboxControl
					__nextHasNoMarginBottom
					label={ __( 'Change the current image', 'wp-ai-jobs' ) }
					help={ __(
						'The prompt says what becomes of it; the current image itself stays in the media library.',
						'wp-ai-jobs'
					) }
					checked={ draft.usesReference }
					onChange={ ( usesReference ) =>
						onChange( { usesReference } )
					}
				/>
			) }
			<div className="wp-ai-jobs-image__choices">
				{ options.aspectRatio.length > 1 && (
					<SelectControl
						{ ...shared }
						label={ __( 'Aspect ratio', 'wp-ai-jobs' ) }
						options={ ratioChoices( options.aspectRatio ) }
						value={ chosenRatio( draft, options ) ?? '1:1' }
						onChange={ ( aspectRatio ) =>
							onChange( { aspectRatio } )
						}
					/>
				) }
				{ options.maxCount > 1 && (
					<SelectControl
						{ ...shared }
						label={ __( 'How many', 'wp-ai-jobs' ) }
						options={ countChoices( options.maxCount, locale ) }
						value={ String(
							Math.min( draft.count, options.maxCount )
						) }
						onChange={ ( count ) =>
							onChange( { count: Number( count ) } )
						}
					/>
				) }
				{ options.style.length > 0 && (
					<SelectControl
						{ ...shared }
						label={ __( 'Style', 'wp-ai-jobs' ) }
						options={ styleChoices( options.style ) }
						value={ draft.style }
						onChange={ ( style ) => onChange( { style } ) }
					/>
				) }
				{ options.quality.length > 0 && (
					<SelectControl
						{ ...shared }
						label={ __( 'Quality', 'wp-ai-jobs' ) }
						options={ qualityChoices( options.quality ) }
						value={ draft.quality }
						onChange={ ( quality ) => onChange( { quality } ) }
					/>
				) }
				{ options.background.length > 0 && (
					<SelectControl
						{ ...shared }
						label={ __( 'Background', 'wp-ai-jobs' ) }
						options={ backgroundChoices( options.background ) }
						value={ draft.background }
						onChange={ ( background ) =>
							onChange( { background } )
						}
					/>
				) }
				{ options.outputFormat.length > 1 && (
					<SelectControl
						{ ...shared }
						label={ __( 'File format', 'wp-ai-jobs' ) }
						options={ formatChoices( options.outputFormat ) }
						value={ draft.outputFormat }
						onChange={ ( outputFormat ) =>
							onChange( { outputFormat } )
						}
					/>
				) }
			</div>
			<div className="wp-ai-jobs-image__buttons">
				<Button
					__next40pxDefaultSize
					type="submit"
					variant={ isSecondary ? 'secondary' : 'primary' }
					disabled={ isDisabled || problem !== null }
					accessibleWhenDisabled
				>
					{ __( 'Generate images', 'wp-ai-jobs' ) }
				</Button>
				{ onBack && (
					<Button
						__next40pxDefaultSize
						variant="tertiary"
						onClick={ onBack }
					>
						{ __( 'Back to the images', 'wp-ai-jobs' ) }
					</Button>
				) }
			</div>
		</form>
	);
}
