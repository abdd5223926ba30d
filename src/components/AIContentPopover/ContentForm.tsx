import { FormTokenField, SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useMemo } from 'react';
import {
	cutText,
	MAX_KEYWORD_LENGTH,
	MAX_KEYWORDS,
	MAX_PROMPT_LENGTH,
	type ContentInput,
} from '../../protocol/index.ts';
import { PromptForm, type PopoverJob } from '../JobPopover/index.ts';
import { languageChoices, lengthChoices, toneChoices } from './choices.ts';
import type { ContentDraft } from './contentDraft.ts';

interface ContentFormProps {
	readonly popover: PopoverJob< ContentInput >;
	readonly draft: ContentDraft;
	readonly onChange: ( changes: Partial< ContentDraft > ) => void;
	readonly onSubmit: () => void;
	/** Back to a result that is there already. */
	readonly onBack: ( () => void ) | null;
}

/** What the author asks for, and how it is to be. */
export function ContentForm( {
	popover,
	draft,
	onChange,
	onSubmit,
	onBack,
}: ContentFormProps ) {
	const locale = document.documentElement.lang || 'en';
	const languages = useMemo( () => languageChoices( locale ), [ locale ] );
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
			maxLength={ MAX_PROMPT_LENGTH }
			placeholder={ __( 'What should be written?', 'wp-ai-jobs' ) }
			submitLabel={ __( 'Generate now', 'wp-ai-jobs' ) }
			onSubmit={ onSubmit }
			isDisabled={ popover.isUnavailable }
			backLabel={ __( 'Back to the text', 'wp-ai-jobs' ) }
			onBack={ onBack }
		>
			<div className="wp-ai-jobs-prompt__choices">
				<SelectControl
					{ ...shared }
					label={ __( 'Tone', 'wp-ai-jobs' ) }
					options={ toneChoices() }
					value={ draft.tone }
					onChange={ ( tone ) => onChange( { tone } ) }
				/>
				<SelectControl
					{ ...shared }
					label={ __( 'Length', 'wp-ai-jobs' ) }
					options={ lengthChoices() }
					value={ draft.length }
					onChange={ ( length ) => onChange( { length } ) }
				/>
				<SelectControl
					{ ...shared }
					label={ __( 'Language', 'wp-ai-jobs' ) }
					options={ languages }
					value={ draft.language }
					onChange={ ( language ) => onChange( { language } ) }
				/>
			</div>
			<FormTokenField
				{ ...shared }
				label={ __( 'Keywords', 'wp-ai-jobs' ) }
				value={ [ ...draft.keywords ] }
				maxLength={ MAX_KEYWORDS }
				tokenizeOnBlur
				saveTransform={ ( keyword ) =>
					cutText( keyword.trim(), MAX_KEYWORD_LENGTH )
				}
				onChange={ ( tokens ) =>
					onChange( {
						keywords: tokens.map( ( token ) =>
							typeof token === 'string' ? token : token.value
						),
					} )
				}
			/>
		</PromptForm>
	);
}
