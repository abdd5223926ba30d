import { CheckboxControl, SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import {
	MAX_IMAGE_PROMPT_LENGTH,
	type ImageInput,
	type ImageOptions,
} from '../../protocol/index.ts';
import { PromptForm, type PopoverJob } from '../JobPopover/index.ts';
import {
	backgroundChoices,
	countChoices,
	formatChoices,
	qualityChoices,
	ratioChoices,
	styleChoices,
} from './choices.ts';
import { chosenRatio, type ImageDraft } from './imageDraft.ts';

interface ImageFormProps {
	readonly popover: PopoverJob< ImageInput >;
	readonly draft: ImageDraft;
	/** What the provider can do: nothing else is offered. */
	readonly options: ImageOptions;
	readonly onChange: ( changes: Partial< ImageDraft > ) => void;
	readonly onSubmit: () => void;
	/** The host has an image that can be changed. */
	readonly hasReference: boolean;
	/** Nothing can be generated now. */
	readonly isDisabled: boolean;
	/** Back to images that are there already. */
	readonly onBack: ( () => void ) | null;
}

/** What the author asks for, and how it is to be. */
export function ImageForm( {
	popover,
	draft,
	options,
	onChange,
	onSubmit,
	hasReference,
	isDisabled,
	onBack,
}: ImageFormProps ) {
	const shared = {
		__nextHasNoMarginBottom: true,
		__next40pxDefaultSize: true,
	} as const;
	return (
		<PromptForm
			popover={ popover }
			prompt={ draft.prompt }
			onPrompt={ ( prompt ) => onChange( { prompt } ) }
			sentPrompt={ draft.sent?.prompt }
			maxLength={ MAX_IMAGE_PROMPT_LENGTH }
			placeholder={ __( 'What should the image show?', 'wp-ai-jobs' ) }
			submitLabel={ __( 'Generate images', 'wp-ai-jobs' ) }
			onSubmit={ onSubmit }
			isDisabled={ isDisabled }
			backLabel={ __( 'Back to the images', 'wp-ai-jobs' ) }
			onBack={ onBack }
		>
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
			<div className="wp-ai-jobs-prompt__choices is-wide">
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
						options={ countChoices( options.maxCount ) }
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
		</PromptForm>
	);
}
