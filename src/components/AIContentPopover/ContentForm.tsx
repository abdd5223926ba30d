import { FormTokenField, SelectControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useMemo } from 'react';
import {
	cutText,
	MAX_KEYWORD_LENGTH,
	MAX_KEYWORDS,
	MAX_PROMPT_LENGTH,
	type ContentInput,
	type JobContext,
} from '../../protocol/index.ts';
import { PromptForm, type PopoverJob } from '../JobPopover/index.ts';
import { languageChoices, lengthChoices, toneChoices } from './choices.ts';
import type { ContentDraft } from './contentDraft.ts';

interface ContentFormProps {
	readonly popover: PopoverJob< ContentInput >;
	readonly draft: ContentDraft;
	readonly context: JobContext | undefined;
	readonly onChange: ( changes: Partial< ContentDraft > ) => void;
	readonly onSubmit: () => void;
	/** Back to a result that is there already. */
	readonly onBack: ( () => void ) | null;
}

/** What the author asks for, and how it is to be. */
export function ContentForm( {
	popover,
	draft,
	context,
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
			<SentAlong { ...context } />
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

/** How much of each is shown, in characters. */
const EXCERPT = 60;

const excerpt = ( text: string ) => {
	const cut = cutText( text, EXCERPT ).trim();
	return cut === text.trim() ? cut : `${ cut }…`;
};

/** What the provider gets beside the prompt. */
function SentAlong( { title = '', selectedText = '' }: JobContext ) {
	const parts = [
		title &&
			/* translators: %s: a post's title. */
			sprintf( __( 'the title “%s”', 'wp-ai-jobs' ), excerpt( title ) ),
		selectedText &&
			sprintf(
				/* translators: %s: the beginning of a text. */
				__( 'the text “%s”', 'wp-ai-jobs' ),
				excerpt( selectedText )
			),
	].filter( Boolean );
	return (
		parts.length > 0 && (
			<p className="wp-ai-jobs-content__along">
				{ sprintf(
					/* translators: %s: a list, as "the title “Rain”, the text “It rains.”". */
					__( 'Sent with your prompt: %s', 'wp-ai-jobs' ),
					parts.join( ', ' )
				) }
			</p>
		)
	);
}
